namespace Infra.Cli.Clusters;

/// <summary>Whether a simulated cluster serves requests.</summary>
internal enum ClusterState
{
    /// <summary>It was never started, or it was stopped by a command.</summary>
    Stopped,

    /// <summary>Its process serves requests.</summary>
    Running,

    /// <summary>Its process ended without a request to stop.</summary>
    Failed,
}

/// <summary>A simulated cluster's state at one moment.</summary>
/// <param name="Files">The files of the observed cluster.</param>
/// <param name="State">Whether its process is running.</param>
/// <param name="Process">The process that serves it; null unless the cluster is running.</param>
internal sealed record ObservedCluster(ClusterFiles Files, ClusterState State, ClusterProcess? Process)
{
    public static ObservedCluster Observe(ClusterFiles files)
    {
        var process = ClusterProcess.Find(files);
        var state =
            process is not null ? ClusterState.Running
            : File.Exists(files.ProcessRecord) ? ClusterState.Failed
            : ClusterState.Stopped;
        return new ObservedCluster(files, state, process);
    }

    /// <summary>What ended a failed cluster and where its log is; null for a cluster that did not fail.</summary>
    public string? DescribeFailure() =>
        State != ClusterState.Failed
            ? null
            : $"The simulated cluster '{Files.Name}' ended unexpectedly: "
                + (new ClusterLog(Files, TimeProvider.System).FindFailure() ?? "its process was killed")
                + $". Its log: {Files.Log}";
}
