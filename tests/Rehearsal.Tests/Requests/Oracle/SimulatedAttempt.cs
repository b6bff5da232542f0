using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests.Oracle;

/// <summary>
/// An attempt at a service: waits at a pod, works, and calls other services. Work that has begun goes on if its client gives up.
/// </summary>
internal sealed class SimulatedAttempt(EventSimulation simulation, ServiceBehaviour behaviour, Action<bool> ended)
{
    private SimulatedPod? _pod;
    private bool _hasEnded;

    /// <summary>Whether it waits at its pod.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Sends it to a pod.</summary>
    public void SendTo(SimulatedPod pod, double timeout)
    {
        _pod = pod;
        if (!double.IsPositiveInfinity(timeout))
        {
            simulation.Clock.In(timeout, () =>
            {
                if (!_hasEnded)
                {
                    pod.Forget(this);
                    End(false);
                }
            });
        }

        pod.Arrive(this);
    }

    /// <summary>Its work begins.</summary>
    public void Begin(SimulatedPod pod) =>
        pod.Run(simulation.DrawCpu(behaviour), () => simulation.Clock.In(behaviour.Latency.TotalSeconds, () => MakeCalls(DrawCalls(), 0)));

    /// <summary>Its client learns how it ended, unless it has given up.</summary>
    public void End(bool succeeded)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            ended(succeeded);
        }
    }

    private List<Call> DrawCalls()
    {
        var calls = new List<Call>();
        foreach (var call in behaviour.Calls)
        {
            var number = (int)call.PerRequest;
            number += simulation.Random.NextDouble() < call.PerRequest - number ? 1 : 0;
            calls.AddRange(Enumerable.Repeat(call, number));
        }

        return calls;
    }

    private void MakeCalls(List<Call> calls, int index)
    {
        if (index == calls.Count)
        {
            Finish(true);
        }
        else if (behaviour.CallsInParallel)
        {
            var (open, succeeded) = (calls.Count, true);
            foreach (var call in calls)
            {
                simulation.Call(call.Service, call.Client, success =>
                {
                    succeeded &= success;
                    if (--open == 0)
                    {
                        Finish(succeeded);
                    }
                });
            }
        }
        else
        {
            simulation.Call(calls[index].Service, calls[index].Client, success =>
            {
                if (success)
                {
                    MakeCalls(calls, index + 1);
                }
                else
                {
                    Finish(false);
                }
            });
        }
    }

    private void Finish(bool succeeded)
    {
        _pod!.Release();
        End(succeeded);
    }
}
