// Package export_wit_world holds the functions of the world, under the name that wit-bindgen asks for.
package export_wit_world

import (
	"fmt"
	"os"

	witTypes "go.bytecodealliance.org/pkg/wit/types"
)

// ReadFile reads a file by its path through the standard library.
func ReadFile(path string) witTypes.Result[string, string] {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return witTypes.Err[string, string](err.Error())
	}
	return witTypes.Ok[string, string](string(bytes))
}

// ReadVariable reads a variable of the environment.
func ReadVariable(name string) witTypes.Option[string] {
	value, found := os.LookupEnv(name)
	if !found {
		return witTypes.None[string]()
	}
	return witTypes.Some(value)
}

// PrintLine prints a line to standard output.
func PrintLine(line string) {
	fmt.Println(line)
}
