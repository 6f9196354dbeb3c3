import { watchLoop } from './watch-loop.ts'

// Loaded into a server before anything else: its address says where to write.
const file = new URL(import.meta.url).searchParams.get('file')
if (file !== null) watchLoop(file)
