package config

import "time"

// Submit says how 'hub submit' uses the engines that run the parts of a plan. Each engine
// has one field.
type Submit struct {
	Slurm      Array      `yaml:"slurm" doc:"Slurm."`
	SGE        Array      `yaml:"sge" doc:"Grid Engine."`
	Kubernetes Kubernetes `yaml:"kubernetes" doc:"Kubernetes."`
	Command    Command    `yaml:"command" doc:"Processes that hub starts on this machine."`
}

// Array has the keys of an engine with array jobs, whose machines share the project's
// folder with the one that submits.
type Array struct {
	Args         []string      `yaml:"args" check:"name" doc:"Additional arguments for the engine's submit command, such as --partition=ci."`
	Hub          string        `yaml:"hub" doc:"Program to start on the machines of the engine. Default: for Kubernetes hub, else the path of the hub that submits."`
	PartsPerSlot int           `yaml:"parts-per-slot" default:"3" check:"min0" doc:"Parts to plan for each slot: with several, the engine gives a fast machine more of them."`
	Lag          time.Duration `yaml:"lag" default:"30s" doc:"How long the log of a task that has ended may take to show up here: the delay of the shared file system."`
}

// Kubernetes has the keys of Pods as well.
type Kubernetes struct {
	Array     `yaml:",inline"`
	Namespace string `yaml:"namespace" doc:"Namespace of the Jobs. Default: that of the context of kubectl."`
	Image     string `yaml:"image" doc:"Image of the Pods. It has hub, /bin/sh and what the examples need."`
	Claim     string `yaml:"claim" doc:"PersistentVolumeClaim with the project's folder, which the machine that submits sees as well."`
	Mount     string `yaml:"mount" doc:"Where the claim is mounted in the Pods. Default: the path of the project's root on this machine."`
	Workdir   string `yaml:"workdir" doc:"The project's root in the Pods. Default: mount."`
	Template  string `yaml:"template" check:"file" doc:"Manifest of a Job, relative to this file, for what else the Pods need (environment, secrets, resources). It takes the place of image and claim; hub sets its name, indexes and the command of its first container."`
}

// Command has the keys of the engine without another system.
type Command struct {
	Run          []string `yaml:"run" check:"name" doc:"Command of a task: an element {task} is the command of hub, and within an element {task} is that command quoted for a shell; {part}, {state} (a folder) and {slot} (from 1) are replaced. Default: [\"{task}\"]."`
	PartsPerSlot int      `yaml:"parts-per-slot" default:"3" check:"min0" doc:"Parts to plan for each slot."`
}
