using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks the folders, hooks and termination messages of containers, by <c>validateLifecycle</c> in Kubernetes'
/// <c>pkg/apis/core/validation</c> and the rules of container runtimes.
/// </summary>
internal sealed class ProcessCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var process in review.Services().SelectMany(ReviewedProcess.Find))
        {
            CheckPath(process, process.WorkingDir, "workingDir");
            CheckPath(process, process.TerminationMessage.Path, "terminationMessage", "path");
            CheckHooks(process);
        }
    }

    private static void CheckPath(ReviewedProcess process, string? path, params ReadOnlySpan<string> setting)
    {
        if (path is null || path.StartsWith('/'))
        {
            return;
        }

        var at = process.At;
        foreach (var key in setting)
        {
            at = at.Key(key);
        }

        process.Service.Reject(at, $"'{path}' is not an absolute path", "start it with a slash");
    }

    private static void CheckHooks(ReviewedProcess process)
    {
        (string Key, HookSettings? Hook)[] hooks = [("postStart", process.Lifecycle.PostStart), ("preStop", process.Lifecycle.PreStop)];
        foreach (var (key, hook) in hooks)
        {
            if (hook is not null)
            {
                CheckHook(process, process.At.Key("lifecycle").Key(key), hook);
            }
        }
    }

    private static void CheckHook(ReviewedProcess process, SettingsPath at, HookSettings hook)
    {
        var service = process.Service;
        if (process.IsInit)
        {
            service.Reject(
                at,
                "an init container runs to completion, so Kubernetes allows no hooks",
                "remove it, or run the command in another init container"
            );
            return;
        }

        bool[] actions = [!hook.Command.IsEmpty, hook.IsRequest, hook.Sleep is not null];
        var count = actions.Count(isSet => isSet);
        if (count != 1)
        {
            service.Reject(
                at,
                count == 0 ? "the hook does nothing" : "a hook has only one action",
                "write one of 'command: [...]', 'path: /…' and 'sleep: 5s'"
            );
        }

        if (hook.IsRequest)
        {
            CheckRequest(process, at, hook);
        }

        if (hook.Sleep is { } sleep)
        {
            CheckSleep(service, at.Key("sleep"), sleep);
        }
    }

    private static void CheckRequest(ReviewedProcess process, SettingsPath at, HookSettings hook)
    {
        var service = process.Service;
        string[] names = [.. DeclaredPort.InPod(service.Settings).Select(port => port.Name).OfType<string>()];
        if (hook.Port is { Name: { } name } && !names.Contains(name, StringComparer.Ordinal))
        {
            service.Reject(
                at.Key("port"),
                $"the pod has no port '{name}'",
                names.Length == 0 ? "write a number" : Suggestion.For(name, names),
                [.. ProbeCheck.DependsOnPorts(service), at.Key("port")]
            );
        }
        else if (HealthPlanner.FindPort(service.Settings, process.Name, hook.Port) is null)
        {
            service.Reject(
                at,
                "the container has no port for the request",
                "add 'port: <number>'",
                [.. ProbeCheck.DependsOnPorts(service), at]
            );
        }

        if (hook.Path is { } path && !path.StartsWith('/'))
        {
            service.Reject(at.Key("path"), $"'{path}' is not a valid path", "start it with a slash");
        }

        HeaderCheck.Check(service, at.Key("headers"), hook.Headers);
    }

    private static void CheckSleep(ServiceUnderReview service, SettingsPath at, TimeSpan sleep)
    {
        var grace = PodLifetime.GetGracePeriod(service.Settings, service.Review.Settings);
        if (sleep < TimeSpan.FromSeconds(1))
        {
            service.Reject(at, "the resolution of hooks is one second", "write 1s or more");
        }
        else if (sleep > grace)
        {
            service.Reject(
                at,
                $"it is longer than the termination grace period of {Duration.Format(grace)}, and Kubernetes rejects that",
                "write less, or raise 'shutdown: {finish: …}'",
                at,
                service.At("shutdown")
            );
        }
    }
}
