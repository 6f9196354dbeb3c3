import type { KnownComponent } from './known-component.ts'

const PUBLISHER = 'oci://ghcr.io/microsoft'

/** What is found without any setting: the components that Wassette's project publishes, under the names of its own list. */
export const BUNDLED_COMPONENTS: readonly KnownComponent[] = [
  entry(
    'arXiv Research',
    'arxiv-rs',
    'Finds papers on arXiv and reads them. Needs the hosts export.arxiv.org and arxiv.org. Rust',
  ),
  entry(
    'GitHub API',
    'github-js',
    'Repositories, issues, pull requests and more of GitHub. Needs the host api.github.com and the variable GITHUB_TOKEN. JavaScript',
  ),
  entry(
    'Memory Server',
    'memory-js',
    'A graph of entities, observations and relations, without permissions. Forgets it after each call. JavaScript',
  ),
  entry(
    'Weather Server',
    'get-weather-js',
    'The weather of a city by OpenWeather. Needs the host api.openweathermap.org and the variable OPENWEATHER_API_KEY. JavaScript',
  ),
  entry(
    'Open-Meteo Weather',
    'get-open-meteo-weather-js',
    'The weather of a city by Open-Meteo, which asks for no key. Needs the hosts geocoding-api.open-meteo.com and api.open-meteo.com. JavaScript',
  ),
  entry('Time Server', 'time-server-js', 'The current time, without permissions. JavaScript'),
  entry(
    'Python Eval',
    'eval-py',
    'Evaluates Python expressions and runs statements, without permissions. Python',
  ),
  entry('Fetch', 'fetch-rs', 'Fetches a page of the web. Needs the hosts that it shall reach. Rust'),
  entry(
    'Filesystem',
    'filesystem-rs',
    'Lists, reads, writes, moves, deletes and searches files. Needs the folders that it shall reach. Rust',
  ),
  entry(
    'Brave Search',
    'brave-search-rs',
    'Searches the web with Brave. Needs the host api.search.brave.com and the variable BRAVE_SEARCH_API_KEY. Rust',
  ),
  entry(
    'Context7',
    'context7-rs',
    'Documentation of libraries by Context7. Needs the host context7.com and the variable CONTEXT7_API_KEY. Rust',
  ),
  entry(
    'Go Module Information',
    'gomodule-go',
    'Versions and facts of Go modules. Needs the host of the Go module proxy. Go',
  ),
]

function entry(name: string, repository: string, description: string): KnownComponent {
  return { name, description, uri: `${PUBLISHER}/${repository}:latest` }
}
