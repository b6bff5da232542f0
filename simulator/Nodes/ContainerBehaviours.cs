using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Logs;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>
/// Reads the behaviour of a pod's containers from its settings. <c>docs/simulated-pods.md</c> lists the keys.
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="settings">Its settings.</param>
/// <param name="options">The behaviour without settings, and what changes it.</param>
internal sealed class ContainerBehaviours(Pod pod, BehaviourSettings settings, KubeletOptions options)
{
    // The exit code of a program that SIGTERM ends.
    private const int Terminated = 143;
    private const long DefaultImageSize = 100 * 1024 * 1024;
    private static readonly TimeSpan _allocationTime = TimeSpan.FromSeconds(1);
    private static readonly string[] _usageKeys =
    [
        "cpu",
        "memory",
        "memory-growth",
        "cpu-per-load",
        "memory-per-load",
        "ephemeral-storage",
    ];

    /// <summary>What cannot be read.</summary>
    public IReadOnlyList<string> Problems => settings.Problems;

    /// <summary>The settings.</summary>
    public BehaviourSettings Settings => settings;

    /// <summary>Reads the behaviour of a container.</summary>
    public ContainerBehaviour Get(JsonObject container, ContainerType type)
    {
        var name = container.Text("name") ?? "";
        var startUp = settings.FindDuration("start-up", name) ?? TimeSpan.Zero;
        var exitCodes = settings.FindNumbers("exit-code", name);
        var behaviour = new ContainerBehaviour
        {
            WaitingReason = settings.Find("waiting", name),
            PullTime = settings.FindDuration("pull-time", name) ?? options.PullTime,
            ImageSize = settings.ReadQuantity("image-size", settings.Find("image-size", name))?.WholeValue ?? DefaultImageSize,
            StartDelay = settings.FindDuration("delay", name) ?? options.StartLatency,
            IsNeverReady = settings.Find("not-ready", name) is not null,
            ProbeDelay = options.ReadyLatency,
            Startup = ReadAnswers("startup", name, startUp),
            Readiness = ReadAnswers("readiness", name, startUp),
            Liveness = ReadAnswers("liveness", name, startUp),
            RunTime = GetRunTime(name, type, isGivenCode: exitCodes.Count > 0),
            ExitCode = exitCodes.Count > 0 ? exitCodes[0] : 0,
            ExitCodes = exitCodes,
            TimeToOutOfMemory = GetTimeToOutOfMemory(container, name, startUp),
            PostStart = ReadHook("post-start", name),
            PreStop = ReadHook("pre-stop", name),
            StopTime = settings.FindDuration("stop-time", name) ?? options.StopLatency,
            StopExitCode = settings.FindNumbers("stop-exit-code", name) is [var code, ..] ? code : Terminated,
            TerminationMessage = settings.Find("termination-message", name) ?? "",
            ErrorLog = TerminationMessage.FallsBackToLog(container) ? new LogScript(settings, name) : null,
        };
        CheckUsage(name);
        behaviour = options.Behaviour?.Invoke(pod, behaviour) ?? behaviour;
        return options.Fault?.Invoke(pod, container, behaviour) ?? behaviour;
    }

    // These do not change how a container runs, so that nothing else here reads them.
    private void CheckUsage(string container)
    {
        foreach (var key in _usageKeys)
        {
            settings.ReadQuantity(key, settings.Find(key, container));
        }
    }

    private ProbeAnswers ReadAnswers(string key, string container, TimeSpan startUp)
    {
        if (settings.Find(key, container) is not { } text)
        {
            return ProbeAnswers.AlwaysOk.After(startUp);
        }

        if (ProbeAnswers.Parse(text) is { } answers)
        {
            return answers.After(startUp);
        }

        settings.Report(key, text, ProbeAnswers.Format);
        return ProbeAnswers.AlwaysOk.After(startUp);
    }

    private HookBehaviour ReadHook(string key, string container)
    {
        var time = settings.FindDuration(key, container) ?? TimeSpan.Zero;
        var resultKey = $"{key}-result";
        var text = settings.Find(resultKey, container) ?? "ok";
        var results = text.Split(',', StringSplitOptions.TrimEntries);
        if (!results.All(result => result is "ok" or "fail"))
        {
            settings.Report(resultKey, text, "is not a list of results such as fail,ok");
            results = ["ok"];
        }

        return time == TimeSpan.Zero && !results.Contains("fail")
            ? HookBehaviour.Succeeds
            : new HookBehaviour(time, [.. results.Select(result => result == "fail")]);
    }

    // A sidecar exits only if a setting of its own says so.
    private TimeSpan? GetRunTime(string name, ContainerType type, bool isGivenCode)
    {
        if (type == ContainerType.Sidecar && settings.FindOwn("run-time", name) is null && settings.FindOwn("exit-code", name) is null)
        {
            return null;
        }

        return settings.FindDuration("run-time", name)
            ?? (
                type == ContainerType.Init ? options.InitTime
                : isGivenCode || pod.RestartPolicy != "Always" ? options.RunTime
                : null
            );
    }

    /// <summary>The time at which the container's memory, with its growth each minute, exceeds its limit.</summary>
    private TimeSpan? GetTimeToOutOfMemory(JsonObject container, string name, TimeSpan startUp)
    {
        if (Quantity.FromJson(container.Node("resources", "limits", "memory")) is not { Sign: > 0 } limit)
        {
            return null;
        }

        var left = limit.ToDouble() - GetMemory(container, name).ToDouble();
        if (left < 0)
        {
            return startUp > _allocationTime ? startUp : _allocationTime;
        }

        var growth = settings.ReadQuantity("memory-growth", settings.Find("memory-growth", name)) ?? Quantity.Zero;
        return growth.Sign > 0 ? TimeSpan.FromMinutes(Math.Min(left / growth.ToDouble(), TimeSpan.FromDays(3650).TotalMinutes)) : null;
    }

    /// <summary>The container's own setting, or its share of the pod's in proportion to requests.</summary>
    private Quantity GetMemory(JsonObject container, string name)
    {
        if (settings.ReadQuantity("memory", settings.FindOwn("memory", name)) is { } own)
        {
            return own;
        }

        if (settings.ReadQuantity("memory", settings.Find("memory")) is not { } total)
        {
            return Quantity.Zero;
        }

        // As in metrics, those that run together share it.
        var requests = PodContainers
            .Get(pod.Source.Spec)
            .Where(one => one.Type != ContainerType.Init)
            .Select(one => GetRequest(one.Spec))
            .ToList();
        var sum = requests.SumClamped();
        return sum == 0 ? total.Scale(1, requests.Count) : total.Scale(GetRequest(container), sum);
    }

    private static long GetRequest(JsonObject container) => Quantity.FromJson(container.Node("resources", "requests", "memory")).WholeValue;
}
