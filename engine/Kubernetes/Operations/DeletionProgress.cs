using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Reports the progress of one deletion.</summary>
/// <param name="onStatus">Called with what the deletion is waiting for, on each change.</param>
/// <param name="onBlocked">Called once, after some seconds, with what blocks the deletion.</param>
internal sealed class DeletionProgress(Action<string> onStatus, Action<string> onBlocked)
{
    private string _status = "";
    private bool _hasWarned;

    /// <summary>Reports the present state of the object.</summary>
    /// <param name="live">The object.</param>
    /// <param name="isLate">True after the time that deletions usually take.</param>
    public void Report(JsonObject live, bool isLate)
    {
        if (DeletionBlockers.DescribeWait(live) is var status && status != _status)
        {
            _status = status;
            onStatus(status);
        }

        if (isLate && !_hasWarned && DeletionBlockers.Find(live) is { } blocker)
        {
            _hasWarned = true;
            onBlocked(blocker);
        }
    }
}
