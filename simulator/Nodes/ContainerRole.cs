namespace Infra.Simulator.Nodes;

/// <summary>The role of a container in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>One of <c>spec.containers</c>.</summary>
    Main,

    /// <summary>An init container: the next one starts when it has ended.</summary>
    Init,

    /// <summary>An init container with <c>restartPolicy: Always</c>: the next one starts when it has started.</summary>
    Sidecar,
}
