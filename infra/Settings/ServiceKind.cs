namespace Infra.Backend.Settings;

/// <summary>Kinds of services.</summary>
internal enum ServiceKind
{
    /// <summary>A long-running service with a port (Deployment and Service).</summary>
    Service,

    /// <summary>A long-running service without a port, such as the consumer of a queue (Deployment).</summary>
    Worker,

    /// <summary>A long-running service whose pods have stable names and volumes (StatefulSet).</summary>
    Stateful,

    /// <summary>Runs to completion once for each deployment that changes it (Job).</summary>
    Job,

    /// <summary>Runs to completion on a schedule (CronJob).</summary>
    Cron,

    /// <summary>One long-running pod on every node (DaemonSet).</summary>
    Daemon,
}

internal static class ServiceKindExtensions
{
    /// <summary>Whether the pods of a kind of service do not run to completion.</summary>
    public static bool IsLongRunning(this ServiceKind kind) => kind is not (ServiceKind.Job or ServiceKind.Cron);

    /// <summary>Whether a kind of service has a desired number of replicas, unlike jobs and daemons.</summary>
    public static bool IsReplicated(this ServiceKind kind) => kind is ServiceKind.Service or ServiceKind.Worker or ServiceKind.Stateful;
}
