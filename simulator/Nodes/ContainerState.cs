namespace Infra.Simulator.Nodes;

/// <summary>The state of a container.</summary>
internal enum ContainerState
{
    /// <summary>Not started, or waiting for its restart.</summary>
    Waiting,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Exited, with no restart to come.</summary>
    Terminated,
}
