using Infra.Resilience;
using Infra.Scaling;
using Infra.Settings;
using Infra.Settings.Binding;
using Infra.Settings.Documents;
using Infra.Settings.Values;
using Infra.Workloads;

namespace Infra.Explanations;

/// <summary>Explains a service: the values are those of the plan, the reasons those of who decided them.</summary>
internal sealed class ServiceExplainer
{
    private readonly StackSettings _settings;
    private readonly WrittenSettings _written;
    private readonly ServiceSpec _service;
    private readonly SettingsPath _path;
    private readonly List<Explanation> _explanations = [];

    private ServiceExplainer(LoadedSettings loaded, ServiceSpec service)
    {
        (_settings, _written, _service) = (loaded.Settings, loaded.Written, service);
        _path = SettingsPath.Root.Key("services").Key(service.Name);
    }

    public static IReadOnlyList<Explanation> Explain(LoadedSettings loaded, ServiceSpec service)
    {
        var explainer = new ServiceExplainer(loaded, service);
        explainer.ExplainContainer();
        explainer.ExplainNumber();
        explainer.ExplainResources();
        explainer.ExplainHealth();
        explainer.ExplainShutdown();
        explainer.ExplainPlacement();
        explainer.ExplainTraffic();
        explainer.ExplainWhatElseIsWritten();
        return explainer._explanations;
    }

    private void ExplainContainer()
    {
        Add("kind", Word(_service.Kind), "default");
        Add("image", _service.Image.ToString(), "default");
        Add("imagePullPolicy", _service.PullPolicy?.ToString() ?? (_service.Image is { Tag: null or "latest", Digest: null } ? "Always" : "IfNotPresent"), "Kubernetes' rule: Always for the tag 'latest' or none, IfNotPresent otherwise", "image.pullPolicy");
        Add("restart", Word(_service.Restart), _service.RunsForEver ? "rule: what runs for ever is always restarted" : "rule: a job makes a new pod instead");
        foreach (var (name, value) in _service.Environment)
        {
            Add($"env.{name}", value, "rule: <NAME>_URL = scheme://name.namespace.svc:port of a service that is called", $"env.{name}", "calls");
        }

        foreach (var name in _service.Secrets.Keys)
        {
            Add($"env.{name}", "[secret]", "default");
        }
    }

    private void ExplainNumber()
    {
        var replicas = _service.Replicas;
        if (!_service.IsReplicated)
        {
            return;
        }

        if (replicas.Targets is { } targets)
        {
            Add("scaling.min", $"{replicas.Min}", Preset("the smaller of its replicas and scaling.max"), otherwise: PresetPlace);
            Add("scaling.max", $"{replicas.Max}", "default");
            if (targets.Cpu is { } cpu)
            {
                Add("scaling.cpu", $"{cpu}%", "default where no other target is given");
            }

            Add("scaling.up", Describe(ScalingPace.Up(targets)), $"behaviour '{Word(targets.Behaviour)}'", "scaling.up", "scaling.behaviour");
            Add("scaling.down", Describe(ScalingPace.Down(targets)), $"behaviour '{Word(targets.Behaviour)}'", "scaling.down", "scaling.behaviour");
        }
        else
        {
            Add("replicas", $"{replicas.Min}", Preset("its replicas"), otherwise: PresetPlace);
        }

        Derive("podDisruptionBudget.maxUnavailable", $"{DisruptionBudget.MayBeUnavailable(_service.FewestPods)}", $"rule: max(1, fewest pods / 4) = max(1, {_service.FewestPods} / 4)");
        if (_service.Kind != ServiceKind.Stateful)
        {
            Derive("most pods", $"{DeploymentWorkload.MostPods(replicas.Max)}", $"rule: most replicas and a surge of {DeploymentWorkload.Surge}, rounded up");
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

                var exact = _path.Key("resources").Key(group).Key(key);
                var sized = SettingsPath.Root.Key("sizes").Key(size).Key(group).Key(key);
                _explanations.Add(_written.Has(exact)
                    ? new Explanation($"resources.{group}.{key}", quantity.ToString(), "set", Show(_written.Find(exact)))
                    : new Explanation($"resources.{group}.{key}", quantity.ToString(), $"size '{size}'", Show(_written.Find(sized))));
            }
        }

        Derive("qosClass", QualityOfService.Of(
            [_service.Resources, .. _service.Init.Concat(_service.Sidecars).Select(companion => companion.Resources)],
            _settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize)).ToString(), "Kubernetes' rule: Guaranteed where every container's limits equal its requests, BestEffort where there are none, Burstable otherwise");
    }

    private void ExplainHealth()
    {
        if (_service.Health is not { } health)
        {
            return;
        }

        Explain("startup", health.Startup, "a try each second until health.startWithin is over", "health.startWithin", null);
        Explain("readiness", health.Readiness, "detection time in whole seconds / 3 tries; timeout = period / 2", "health.detectWithin", PresetPlace);
        Explain("liveness", health.Liveness, "period = readiness' period x failures", "health.detectWithin", PresetPlace);

        void Explain(string name, HealthProbe? probe, string formula, string source, Location? preset)
        {
            if (probe is { } asked)
            {
                var reason = preset is not null && _written.Find(At(source)) is null ? $"{Preset("its detection time")}; {formula}" : $"rule: {formula}";
                Add($"health.{name}", $"{Word(asked.Kind)} {asked.Path ?? string.Join(' ', asked.Command)}: every {Duration.Format(asked.Pace.Period)}, {asked.Pace.Failures} failures, timeout {Duration.Format(asked.Pace.Timeout)}", reason, $"health.{name}", source, preset);
            }
        }
    }

    private void ExplainShutdown()
    {
        Add("shutdown.drain", Duration.Format(_service.Drain), _service.Traffic is null ? "rule: nobody sends requests to what has no port" : Preset("its drain"), otherwise: _service.Traffic is null ? null : PresetPlace);
        Add("shutdown.finish", Duration.Format(_service.Finish), "default");
        Derive("terminationGracePeriodSeconds", $"{(_service.Drain + _service.Finish).WholeSeconds()}", "rule: drain + finish");
    }

    private void ExplainPlacement()
    {
        var placement = _service.Placement;
        if (_settings.Clusters.Count > 0)
        {
            Add("clusters", $"[{string.Join(", ", _settings.Services[_service.Name].Clusters ?? [.. _settings.Clusters.Keys])}]", "default: every cluster of the stack", otherwise: _written.Find(SettingsPath.Root.Key("clusters")));
        }

        if (_service.IsReplicated)
        {
            Add("placement.zones", Word(placement.Zones), Preset("its spreading over zones"), otherwise: PresetPlace);
            Add("placement.nodes", Word(placement.Nodes), Preset("its spreading over nodes"), otherwise: PresetPlace);
        }

        foreach (var (label, value) in placement.NodeLabels)
        {
            Add($"nodeSelector.{label}", value, "labels of the pool or the kind of hardware", "placement.pool", "placement.performance");
        }

        if (placement.PriorityClass is { } priority)
        {
            var isSaid = _settings.Services[_service.Name].Placement.Priority is not null;
            Add("priorityClassName", priority, isSaid ? "rule: <system>-<stack>-<placement.priority>" : Preset("its priority, for what runs for ever"), "placement.priority", otherwise: PresetPlace);
        }

        if (placement.RuntimeClass is { } runtime)
        {
            Add("runtimeClassName", runtime, "rule: <system>-<stack>-<placement.runtime>", "placement.runtime");
        }
    }

    private void ExplainTraffic()
    {
        if (_service.Traffic is { } traffic)
        {
            Add("port", $"{traffic.Port}", "default");
            Add("traffic.protocol", Word(traffic.Protocol), "default");
            Add("traffic.expose", Word(traffic.Expose), "default");
            Derive("address", new ServiceAddress(_service.Name, _service.System.Namespace, traffic.PublicPort, traffic.Protocol).Url, "rule: scheme://name.namespace.svc:port");
        }

        for (var i = 0; i < _service.Calls.Length; i++)
        {
            Add($"networkPolicy: to {_service.Calls[i].Name}", $"port {_service.Calls[i].Port}", "rule: only what is called may be reached", $"calls");
        }

        foreach (var caller in _service.Callers)
        {
            _explanations.Add(new Explanation($"networkPolicy: from {caller}", $"port {_service.Traffic?.Port}", $"rule: '{caller}' calls it", Show(_written.Find(SettingsPath.Root.Key("services").Key(caller).Key("calls")))));
        }
    }

    /// <summary>What has been explained above is not repeated; variables and files may be secret.</summary>
    private void ExplainWhatElseIsWritten()
    {
        var explained = _explanations.Select(explanation => explanation.Setting).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, node) in _written.LeavesUnder(_path))
        {
            if (!explained.Contains(path) && path.Split('.')[0] is not ("env" or "files" or "image" or "calls") && node is not ScalarNode { Kind: ScalarKind.Null })
            {
                _explanations.Add(new Explanation(path, Describe(node), "set", node.Location.ToString()));
            }
        }
    }

    private void Add(string setting, string value, string reason, Location? otherwise = null) => Add(setting, value, reason, setting, null, otherwise);

    /// <summary>A value that a setting gives outright or that, where it is not written, has another reason; <paramref name="source"/> is the setting this other reason rests on.</summary>
    private void Add(string setting, string value, string reason, string direct, string? source = null, Location? otherwise = null)
    {
        var place = _written.Find(At(direct));
        _explanations.Add(place is not null && setting == direct
            ? new Explanation(setting, value, "set", Show(place))
            : new Explanation(setting, value, reason, Show(place ?? (source is null ? null : _written.Find(At(source))) ?? otherwise)));
    }

    private void Derive(string name, string value, string rule) => _explanations.Add(new Explanation(name, value, rule, ""));

    private SettingsPath At(string setting) => setting.Split('.').Aggregate(_path, (path, key) => path.Key(key));

    private string Preset(string what) => $"fault tolerance '{Word(_settings.FaultTolerance)}': {what}";

    private Location? PresetPlace => _written.Find(SettingsPath.Root.Key("faultTolerance"));

    private static string Show(Location? location) => location?.ToString() ?? "";

    private static string Word<T>(T value)
        where T : struct, Enum => ScalarType.Word(value.ToString());

    private static string Describe(ScalingPace pace) =>
        $"{string.Join(" or ", pace.Steps.Select(step => $"{step.By} every {Duration.Format(step.Every)}"))}, looking back {Duration.Format(pace.Stabilization)}";

    private static string Describe(SettingsNode node) => node is SequenceNode sequence ? $"[{string.Join(", ", sequence.Items.Select(Describe))}]" : node is MappingNode mapping
        ? $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key}: {Describe(entry.Value)}"))}}}"
        : node.ToString();
}
