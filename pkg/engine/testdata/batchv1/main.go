// Command batchv1 reads a manifest of a Job from stdin into the type of Kubernetes,
// strictly: an unknown or duplicate field is an error, as it is to the API server with
// strict field validation. It has a module of its own, so that hub's has no Kubernetes.
package main

import (
	"fmt"
	"io"
	"os"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

func main() {
	if err := read(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	scheme := runtime.NewScheme()
	if err := batchv1.AddToScheme(scheme); err != nil {
		return err
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	object, _, err := decoder.Decode(text, nil, nil)
	if err != nil {
		return err
	}
	job, ok := object.(*batchv1.Job)
	if !ok {
		return fmt.Errorf("it is a %T", object)
	}
	_, err = fmt.Println(job.Name, *job.Spec.CompletionMode, *job.Spec.Completions, *job.Spec.Parallelism, *job.Spec.BackoffLimitPerIndex, job.Spec.Template.Spec.RestartPolicy)
	return err
}
