// Go's net/http with a handler that reads no body; tells its port, and each request that it took for one.
package main

import (
	"fmt"
	"net"
	"net/http"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		fmt.Println("seen", request.Method, request.RequestURI)
		fmt.Fprint(response, "ok")
	})))
}
