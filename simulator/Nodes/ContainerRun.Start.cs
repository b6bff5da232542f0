namespace Infra.Simulator.Nodes;

/// <content>Its start, as soon as nothing it needs is missing.</content>
internal sealed partial class ContainerRun
{
    private bool _hasImage;

    private void TryStart(DateTimeOffset now, DateTimeOffset firstStart, PodHost host)
    {
        var due = _restartAt ?? firstStart;
        if (now < due)
        {
            _restartAt = due;
            return;
        }

        if (Behaviour.WaitingReason is { } reason)
        {
            Wait(ContainerWait.ForBehaviour(reason, Image), host);
            return;
        }

        if (!_hasImage && !TryGetImage(host))
        {
            return;
        }

        if (host.FindMissing(this) is { } problem)
        {
            Wait(new ContainerWait("CreateContainerConfigError", problem), host);
            return;
        }

        ContainerEvents.ReportStart(this, host.Report);
        Restarts += HasRun ? 1 : 0;
        (State, StartedAt, _restartAt) = (ContainerState.Running, now, null);
        _exit = ContainerExit.Plan(Behaviour, now, Restarts);
        _postStart = LifecycleHook.BeginPostStart(this, now);
        if (_postStart is null)
        {
            Changes++;
            _probes?.Start(now, now, Behaviour.ProbeDelay);
        }
    }

    private bool TryGetImage(PodHost host)
    {
        var image = host.EnsureImage(this);
        if (image.Wait is { } wait)
        {
            Wait(wait, host);
        }

        _restartAt = image.NextCheck;
        return _hasImage = image.NextCheck is null;
    }
}
