using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>How the main process of a container runs, apart from its command.</summary>
internal sealed record ProcessPlan
{
    /// <summary>Null for the image's.</summary>
    public string? WorkingDirectory { get; init; }

    public TerminationMessageSettings TerminationMessage { get; init; } = new();

    /// <summary>Null for none.</summary>
    public LifecycleHook? PostStart { get; init; }

    /// <summary>Null for none of its own; the service's own container then waits for its drain.</summary>
    public LifecycleHook? PreStop { get; init; }

    /// <summary>Resolves the process of the service's own container.</summary>
    public static ProcessPlan Create(ServiceSettings service) =>
        Create(service.WorkingDir, service.TerminationMessage, service.Lifecycle, hook => LifecycleHook.Create(hook, service, null));

    /// <summary>Resolves the process of a sidecar or init container.</summary>
    public static ProcessPlan Create(ServiceSettings service, string name, ContainerSettings container) =>
        Create(container.WorkingDir, container.TerminationMessage, container.Lifecycle, hook => LifecycleHook.Create(hook, service, name));

    private static ProcessPlan Create(
        string? workingDirectory,
        TerminationMessageSettings message,
        LifecycleSettings lifecycle,
        Func<HookSettings, LifecycleHook> resolve
    ) =>
        new()
        {
            WorkingDirectory = workingDirectory,
            TerminationMessage = message,
            PostStart = lifecycle.PostStart is { } start ? resolve(start) : null,
            PreStop = lifecycle.PreStop is { } stop ? resolve(stop) : null,
        };
}

/// <summary>An action of a container after its start or before its end: a command, a request or a wait.</summary>
internal sealed record LifecycleHook
{
    /// <summary>Empty unless the action is a command.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Null unless the action is a request.</summary>
    public ContainerPort? Port { get; init; }

    public string Path { get; init; } = "/";

    public ProbeScheme Scheme { get; init; } = ProbeScheme.Http;

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The time to wait, unless the action is a command or a request.</summary>
    public TimeSpan Sleep { get; init; }

    /// <param name="settings">Its settings.</param>
    /// <param name="service">The service.</param>
    /// <param name="sidecar">The container that has it; null for the service's own.</param>
    public static LifecycleHook Create(HookSettings settings, ServiceSettings service, string? sidecar) =>
        settings.IsRequest
            ? new LifecycleHook
            {
                Port = HealthPlanner.FindPort(service, sidecar, settings.Port),
                Path = settings.Path ?? "/",
                Scheme = settings.Scheme ?? ProbeScheme.Http,
                Headers = [.. settings.Headers],
            }
            : new LifecycleHook { Command = settings.Command, Sleep = settings.Sleep ?? TimeSpan.Zero };
}
