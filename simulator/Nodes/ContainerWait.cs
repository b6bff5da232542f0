using System.Text.Json.Nodes;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>Why a container waits.</summary>
/// <param name="Reason">The reason, such as <c>CrashLoopBackOff</c>.</param>
/// <param name="Message">The message; null for none.</param>
internal sealed record ContainerWait(string Reason, string? Message = null)
{
    /// <summary>The reason for an image that its policy forbids to pull.</summary>
    public const string ImageNeverPull = "ErrImageNeverPull";

    /// <summary>After a run this long, a crash counts as the first again.</summary>
    public static readonly TimeSpan BackOffReset = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _crashBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _maximumCrashBackOff = TimeSpan.FromMinutes(5);

    /// <summary>The container is about to be created.</summary>
    public static ContainerWait Creating { get; } = new("ContainerCreating");

    /// <summary>The time until a crashed container restarts: none at first, then twice as long each time.</summary>
    /// <param name="earlier">The number of earlier crashes in a row.</param>
    public static TimeSpan GetBackOff(int earlier) =>
        earlier == 0 ? TimeSpan.Zero : BackOff<int>.Delay(_crashBackOff, _maximumCrashBackOff, earlier - 1);

    /// <summary>A container in back-off, of which the message lacks the pod.</summary>
    public static ContainerWait ForCrash(TimeSpan backOff, string container) =>
        new("CrashLoopBackOff", $"back-off {Format(backOff)} restarting failed container={container}");

    /// <summary>A container whose <c>postStart</c> hook has failed.</summary>
    public static ContainerWait ForFailedHook(string message) => new("PostStartHookError", message);

    /// <summary>A container with a behaviour that keeps it waiting.</summary>
    public static ContainerWait ForBehaviour(string reason, string image) =>
        new(
            reason,
            reason switch
            {
                "ImagePullBackOff" => $"Back-off pulling image \"{image}\": ErrImagePull: {PullError(image)}",
                "ErrImagePull" => PullError(image),
                _ => $"the simulated container waits with {reason}",
            }
        );

    /// <summary>Reports the events of a wait that begins.</summary>
    public void Report(ContainerRun container, Action<ContainerEvent> report)
    {
        if (Reason is "ImagePullBackOff" or "ErrImagePull")
        {
            var image = container.Image;
            report(new ContainerEvent(container, IsWarning: false, "Pulling", $"Pulling image \"{image}\""));
            report(new ContainerEvent(container, IsWarning: true, "Failed", $"Failed to pull image \"{image}\": {PullError(image)}"));
            report(new ContainerEvent(container, IsWarning: true, "Failed", "Error: ErrImagePull"));
            report(new ContainerEvent(container, IsWarning: false, "BackOff", $"Back-off pulling image \"{image}\""));
        }
        else if (Reason == ImageNeverPull)
        {
            report(new ContainerEvent(container, IsWarning: true, ImageNeverPull, Message!));
            report(new ContainerEvent(container, IsWarning: true, "Failed", $"Error: {ImageNeverPull}"));
        }
        else if (Reason == "CrashLoopBackOff")
        {
            report(new ContainerEvent(container, IsWarning: true, "BackOff", $"Back-off restarting failed container {container.Name}"));
        }
        else
        {
            report(new ContainerEvent(container, IsWarning: true, "Failed", $"Error: {Message}"));
        }
    }

    /// <summary>Its state in the status.</summary>
    /// <param name="hasInit">Whether the pod has init containers.</param>
    /// <param name="pod">The pod as back-off messages name it.</param>
    public JsonObject ToJson(bool hasInit, string pod)
    {
        var json = new JsonObject { ["reason"] = hasInit && this == Creating ? "PodInitializing" : Reason };
        if (Message is not null)
        {
            json["message"] = Reason == "CrashLoopBackOff" ? $"{Message} pod={pod}" : Message;
        }

        return new JsonObject { ["waiting"] = json };
    }

    private static string PullError(string image) => $"failed to resolve reference \"{image}\": not found";

    private static string Format(TimeSpan wait) => wait.TotalSeconds < 60 ? $"{wait:%s}s" : $"{(int)wait.TotalMinutes}m{wait.Seconds}s";
}
