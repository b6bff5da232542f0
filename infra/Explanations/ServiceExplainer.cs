using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains a service: the values are those of the plan, the reasons those of who decided them.</summary>
internal sealed class ServiceExplainer
{
    private readonly StackSettings _settings;
    private readonly WrittenSettings _written;
    private readonly ServicePlan _service;
    private readonly DecisionLog _log;

    private ServiceExplainer(LoadedSettings loaded, ServicePlan service)
    {
        (_settings, _written, _service) = (loaded.Settings, loaded.Written, service);
        _log = new DecisionLog(loaded, service.Name);
    }

    public static IReadOnlyList<Explanation> Explain(LoadedSettings loaded, ServicePlan service)
    {
        var explainer = new ServiceExplainer(loaded, service);
        explainer.ExplainContainer();
        RunExplainer.Explain(explainer._log, service);
        explainer.ExplainNumber();
        explainer.ExplainResources();
        QuotaExplainer.Explain(explainer._log, service, loaded.Settings);
        explainer.ExplainHealth();
        explainer.ExplainShutdown();
        explainer.ExplainPlacement();
        TrafficExplainer.Explain(explainer._log, service, loaded.Settings);
        explainer.ExplainCalls();
        explainer._log.AddWhatElseIsWritten();
        return explainer._log.Decisions;
    }

    private void ExplainContainer()
    {
        _log.Add("kind", DecisionLog.Word(_service.Kind), "default");
        _log.Add("image", _service.Image.ToString(), "default");
        _log.Add("imagePullPolicy", _service.PullPolicy?.ToString() ?? (_service.Image is { Tag: null or "latest", Digest: null } ? "Always" : "IfNotPresent"), "Kubernetes' rule: Always for the tag 'latest' or none, IfNotPresent otherwise", "image.pullPolicy");
        _log.Add("restart", DecisionLog.Word(_service.Restart), _service.IsLongRunning ? "rule: what runs for ever is always restarted" : "rule: a job makes a new pod instead");
        foreach (var (name, value) in _service.Environment)
        {
            _log.Add($"env.{name}", value, "rule: <NAME>_URL = scheme://name.namespace.svc:port of a service that is called", $"env.{name}", "calls");
        }

        foreach (var name in _service.Secrets.Keys)
        {
            _log.Add($"env.{name}", "[secret]", "default");
        }
    }

    private void ExplainNumber()
    {
        var replicas = _service.Replicas;
        if (!_service.IsReplicated)
        {
            return;
        }

        if (replicas.Scaling is { } scaling)
        {
            _log.Add("scaling.min", $"{replicas.Minimum}", _log.Preset("the smaller of its replicas and scaling.max"), otherwise: _log.PresetPlace);
            _log.Add("scaling.max", $"{replicas.Maximum}", "default");
            if (scaling.Cpu is { } cpu)
            {
                _log.Add("scaling.cpu", $"{cpu}%", "default where no other target is given");
            }

            _log.Add("scaling.up", Describe(ScalingPolicies.Up(scaling)), $"behaviour '{DecisionLog.Word(scaling.Behaviour)}'", "scaling.up", "scaling.behaviour");
            _log.Add("scaling.down", Describe(ScalingPolicies.Down(scaling)), $"behaviour '{DecisionLog.Word(scaling.Behaviour)}'", "scaling.down", "scaling.behaviour");
        }
        else
        {
            _log.Add("replicas", $"{replicas.Minimum}", _log.Preset("its replicas"), otherwise: _log.PresetPlace);
        }

        _log.Derive("podDisruptionBudget.maxUnavailable", $"{PodDisruption.MaxUnavailable(_service.MinimumPods)}", $"rule: max(1, fewest pods / 4) = max(1, {_service.MinimumPods} / 4)");
        if (_service.Kind != ServiceKind.Stateful)
        {
            _log.Derive("most pods", $"{RollingUpdate.MaximumPods(replicas.Maximum)}", $"rule: most replicas and a surge of {RollingUpdate.Surge}, rounded up");
        }
    }

    private void ExplainResources()
    {
        var size = _settings.Services[_service.Name].Resources.Size ?? ResourceSettings.DefaultSize;
        foreach (var (group, amounts) in (ReadOnlySpan<(string, ResourceAmounts)>)[("requests", _service.Resources.Requests), ("limits", _service.Resources.Limits)])
        {
            foreach (var (key, amount) in ResourceAmounts.Kinds)
            {
                if (amount(amounts) is not { } quantity)
                {
                    continue;
                }

                var exact = _log.Path.Key("resources").Key(group).Key(key);
                var sized = SettingsPath.Root.Key("sizes").Key(size).Key(group).Key(key);
                _log.Add(_written.Has(exact)
                    ? new Explanation($"resources.{group}.{key}", quantity.ToString(), "set", DecisionLog.Show(_written.Find(exact)))
                    : new Explanation($"resources.{group}.{key}", quantity.ToString(), $"size '{size}'", DecisionLog.Show(_written.Find(sized))));
            }
        }

        _log.Derive("qosClass", QualityOfService.Classify(
            [_service.Resources, .. _service.InitContainers.Concat(_service.Sidecars).Select(companion => companion.Resources)],
            _settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize)).ToString(), "Kubernetes' rule: Guaranteed where every container's limits equal its requests, BestEffort where there are none, Burstable otherwise");
    }

    private void ExplainHealth()
    {
        if (_service.Health is not { } health)
        {
            return;
        }

        Explain("startup", health.Startup, "a try each second until health.startWithin is over", "health.startWithin", null);
        Explain("readiness", health.Readiness, "detection time in whole seconds / 3 tries; timeout = period / 2", "health.detectWithin", _log.PresetPlace);
        Explain("liveness", health.Liveness, "period = readiness' period x failures", "health.detectWithin", _log.PresetPlace);

        void Explain(string name, HealthProbe? probe, string formula, string source, Location? preset)
        {
            if (probe is { } asked)
            {
                var reason = preset is not null && _written.Find(_log.At(source)) is null ? $"{_log.Preset("its detection time")}; {formula}" : $"rule: {formula}";
                _log.Add($"health.{name}", $"{DecisionLog.Word(asked.Kind)} {asked.Path ?? string.Join(' ', asked.Command)}: every {Duration.Format(asked.Timing.Period)}, {asked.Timing.FailureThreshold} failures, timeout {Duration.Format(asked.Timing.Timeout)}", reason, $"health.{name}", source, preset);
            }
        }
    }

    private void ExplainShutdown()
    {
        _log.Add("shutdown.drain", Duration.Format(_service.Drain), _service.Traffic is null ? "rule: nobody sends requests to what has no port" : _log.Preset("its drain"), otherwise: _service.Traffic is null ? null : _log.PresetPlace);
        _log.Add("shutdown.finish", Duration.Format(_service.Finish), "default");
        _log.Derive("terminationGracePeriodSeconds", $"{(_service.Drain + _service.Finish).WholeSeconds()}", "rule: drain + finish");
    }

    private void ExplainPlacement()
    {
        var placement = _service.Placement;
        if (_settings.Clusters.Count > 0)
        {
            _log.Add("clusters", $"[{string.Join(", ", _settings.Services[_service.Name].Clusters ?? [.. _settings.Clusters.Keys])}]", "default: every cluster of the stack", otherwise: _written.Find(SettingsPath.Root.Key("clusters")));
        }

        if (_service.IsReplicated)
        {
            _log.Add("placement.zones", DecisionLog.Word(placement.Zones), _log.Preset("its spreading over zones"), otherwise: _log.PresetPlace);
            _log.Add("placement.nodes", DecisionLog.Word(placement.Nodes), _log.Preset("its spreading over nodes"), otherwise: _log.PresetPlace);
        }

        foreach (var (label, value) in placement.NodeLabels)
        {
            _log.Add($"nodeSelector.{label}", value, "labels of the pool or the kind of hardware", "placement.pool", "placement.performance");
        }

        if (placement.PriorityClass is { } priority)
        {
            var isSaid = _settings.Services[_service.Name].Placement.Priority is not null;
            _log.Add("priorityClassName", priority, isSaid ? "rule: <system>-<stack>-<placement.priority>" : _log.Preset("its priority, for what runs for ever"), "placement.priority", otherwise: _log.PresetPlace);
        }

        if (placement.RuntimeClass is { } runtime)
        {
            _log.Add("runtimeClassName", runtime, "rule: <system>-<stack>-<placement.runtime>", "placement.runtime");
        }
    }

    private void ExplainCalls()
    {
        for (var i = 0; i < _service.Calls.Length; i++)
        {
            _log.Add($"networkPolicy: to {_service.Calls[i].Name}", $"port {_service.Calls[i].Port}", "rule: only what is called may be reached", $"calls");
        }

        foreach (var caller in _service.Callers)
        {
            _log.Add(new Explanation($"networkPolicy: from {caller}", $"port {_service.Traffic?.Port}", $"rule: '{caller}' calls it", DecisionLog.Show(_written.Find(SettingsPath.Root.Key("services").Key(caller).Key("calls")))));
        }
    }

    private static string Describe(ScalingPolicies policies) =>
        $"{string.Join(" or ", policies.Policies.Select(policy => $"{policy.By} every {Duration.Format(policy.Every)}"))}, looking back {Duration.Format(policies.StabilizationWindow)}";
}
