namespace Infra.Simulator.Nodes;

/// <summary>A change of a container, reported as an event of its pod.</summary>
internal readonly record struct ContainerEvent(ContainerRun Container, bool IsWarning, string Reason, string Message);
