namespace Infra.Simulator.Nodes;

/// <content>Its <c>postStart</c> hook: until it has succeeded, the status shows the state before the start, and no probe runs.</content>
internal sealed partial class ContainerRun
{
    private LifecycleHook? _postStart;
    private string? _hookError;

    /// <summary>Whether its <c>postStart</c> hook runs, or has failed so that the container is being killed.</summary>
    public bool IsStarting => _postStart is not null || _hookError is not null;

    /// <summary>The number of restarts that its status shows: those whose hook has succeeded or that have ended.</summary>
    public int CountedRestarts => Restarts - (IsStarting && Last is not null ? 1 : 0);

    // Kubelet handles nothing else of a container before the end of its sleep.
    private bool SleepsUntilHookEnds => _postStart is { IsSleep: true };

    private void EndPostStart(LifecycleHook hook, DateTimeOffset now, TimeSpan grace, PodHost host)
    {
        if (!hook.Fails)
        {
            _postStart = null;
            Changes++;
            _probes?.Start(StartedAt, hook.EndsAt, Behaviour.ProbeDelay);
            return;
        }

        FailPostStart(hook, host);
        (_stop, _afterStop) = (ContainerStop.Plan(this, now, grace, now), AfterStop.FollowPolicy);
    }

    private void FailPostStart(LifecycleHook hook, PodHost host)
    {
        (_postStart, _hookError) = (null, hook.DescribeFailure(this, host));
        ContainerEvents.ReportFailedPostStart(this, host.Report);
    }

    /// <summary>The end of its pod cancels the hook, which fails for that.</summary>
    private void CancelPostStart(Action<ContainerEvent> report)
    {
        if (_postStart is not null)
        {
            (_postStart, _hookError) = (null, "");
            ContainerEvents.ReportFailedPostStart(this, report);
        }
    }

    // An exit breaks a hook, unless the hook has ended before it.
    private bool IsNext(ContainerExit exit) =>
        _stop is { } stop ? exit.At <= stop.At : _postStart is not { } hook || (!hook.IsSleep && exit.At < hook.EndsAt);

    /// <summary>The end of a container breaks its hooks, but for a sleep.</summary>
    private void ReportBrokenHooks(PodHost host)
    {
        if (_postStart is { IsSleep: false } hook)
        {
            FailPostStart(hook, host);
        }

        if (_stop is { HookFailsAt: not null })
        {
            host.Report(ContainerEvents.DescribeFailedPreStop(this));
        }

        _postStart = null;
    }
}
