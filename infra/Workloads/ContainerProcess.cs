using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The fields of a container about its main process: folder, hooks and termination message.</summary>
internal static class ContainerProcess
{
    public static void AddTo(ContainerArgs container, ProcessPlan process)
    {
        if (process.WorkingDirectory is { } folder)
        {
            container.WorkingDir = folder;
        }

        if (process.TerminationMessage.Path is { } path)
        {
            container.TerminationMessagePath = path;
        }

        if (process.TerminationMessage.Policy is { } policy)
        {
            container.TerminationMessagePolicy = policy.ToString();
        }

        if (process.PostStart is null && process.PreStop is null)
        {
            return;
        }

        var lifecycle = new LifecycleArgs();
        if (process.PostStart is { } start)
        {
            lifecycle.PostStart = Handler(start);
        }

        if (process.PreStop is { } stop)
        {
            lifecycle.PreStop = Handler(stop);
        }

        container.Lifecycle = lifecycle;
    }

    private static LifecycleHandlerArgs Handler(LifecycleHook hook)
    {
        if (hook.Port is { } port)
        {
            return new LifecycleHandlerArgs { HttpGet = HttpAction.Create(hook.Path, port, hook.Scheme, hook.Headers) };
        }

        return hook.Command.IsEmpty
            ? new LifecycleHandlerArgs { Sleep = new SleepActionArgs { Seconds = hook.Sleep.WholeSeconds() } }
            : new LifecycleHandlerArgs { Exec = new ExecActionArgs { Command = hook.Command } };
    }
}
