using Infra.Backend.Loading;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains a service: the values are those of its plan, and each has the setting, preset or rule it comes from.</summary>
internal sealed class ServiceExplainer
{
    private readonly StackSettings _stack;
    private readonly ServiceSettings _settings;
    private readonly ServiceSettings _expanded;
    private readonly ServicePlan _service;
    private readonly DecisionLog _log;

    private ServiceExplainer(LoadedSettings loaded, ServicePlan service, ServiceSettings expanded)
    {
        _expanded = expanded;
        _stack = loaded.Settings;
        _settings = loaded.Settings.Services[service.Name];
        _service = service;
        _log = new DecisionLog(loaded, service.Name);
    }

    /// <summary>Explains a service.</summary>
    /// <param name="loaded">The settings as they are written.</param>
    /// <param name="service">The service's plan.</param>
    /// <param name="expanded">Its settings with what follows from the stores it uses.</param>
    public static IReadOnlyList<Explanation> Explain(LoadedSettings loaded, ServicePlan service, ServiceSettings expanded)
    {
        var explainer = new ServiceExplainer(loaded, service, expanded);
        explainer.ExplainContainer();
        RunExplainer.Explain(explainer._log, service);
        VolumeExplainer.Explain(explainer._log, service);
        ScalingExplainer.Explain(explainer._log, service);
        explainer.ExplainResources();
        QuotaExplainer.Explain(explainer._log, service, loaded.Settings);
        HealthExplainer.Explain(explainer._log, service);
        explainer.ExplainShutdown();
        SecurityExplainer.Explain(explainer._log, service, loaded.Settings);
        MetadataExplainer.Explain(explainer._log, service);
        PlacementExplainer.Explain(explainer._log, service, loaded.Settings);
        TrafficExplainer.Explain(explainer._log, service, loaded.Settings);
        explainer.ExplainNetworkPolicy();
        PatchExplainer.Explain(explainer._log, explainer._settings);
        explainer._log.AddOtherSettings();
        return explainer._log.Decisions;
    }

    private void ExplainContainer()
    {
        _log.Add("kind", DecisionLog.EnumName(_service.Kind), "default");
        _log.Add("image", _service.Image.ToString(), "default");
        ExplainBuild();
        var defaultPullPolicy = _service.Image is { Tag: null or "latest", Digest: null } ? "Always" : "IfNotPresent";
        _log.Add(
            "imagePullPolicy",
            _service.PullPolicy?.ToString() ?? defaultPullPolicy,
            "Kubernetes' rule: Always for the tag 'latest' or none, IfNotPresent otherwise",
            "image.pullPolicy"
        );
        _log.Add(
            "restart",
            DecisionLog.EnumName(_service.Restart),
            _service.IsLongRunning
                ? "rule: containers of long-running services are always restarted"
                : "rule: a job creates a new pod instead"
        );
        var configuration = new ConfigurationExplainer(_log, _service, _settings, _expanded);
        configuration.ExplainVariables();
        configuration.ExplainFiles();
    }

    private void ExplainBuild()
    {
        if (_expanded.Image.Build is not { } build)
        {
            return;
        }

        _log.Add("image.build", build.File, "default");
        var isBuilt = _stack.TargetClusters().Any(cluster => cluster.Settings.Kind != ClusterKind.Simulated && cluster.Includes(_settings));
        _log.AddDerived(
            "image.digest",
            isBuilt ? "known after the build" : "none",
            isBuilt
                ? "rule: an image that an update builds is deployed by its digest"
                : "rule: a simulated cluster pulls nothing, so nothing is built for it"
        );
    }

    private void ExplainResources()
    {
        var size = _settings.Resources.Size ?? ResourceSettings.DefaultSize;
        ExplainAmounts("requests", _service.Resources.Requests, size);
        ExplainAmounts("limits", _service.Resources.Limits, size);
        foreach (var (resource, amount) in _service.Resources.Extended)
        {
            var place = _log.FindPlace("sizes", size, "extended", resource);
            _log.AddExact($"resources.extended.{resource}", amount.ToString(), $"size '{size}'", place);
        }

        var containers = _service
            .InitContainers.Concat(_service.Sidecars)
            .Select(container => container.Resources)
            .Prepend(_service.Resources);
        var defaults = _stack.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize);
        _log.AddDerived(
            "qosClass",
            QualityOfService.Classify([.. containers], defaults).ToString(),
            "Kubernetes' rule: Guaranteed if all containers' limits equal their requests, BestEffort if there are none, Burstable otherwise"
        );
    }

    private void ExplainAmounts(string group, ResourceAmounts amounts, string size)
    {
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            if (amount(amounts) is not { } quantity)
            {
                continue;
            }

            var setting = $"resources.{group}.{key}";
            _log.AddExact(setting, quantity.ToString(), $"size '{size}'", _log.FindPlace("sizes", size, group, key));
        }
    }

    private void ExplainShutdown()
    {
        var hasPort = _service.Traffic is not null;
        _log.Add(
            "shutdown.drain",
            Duration.Format(_service.Drain),
            hasPort ? _log.PresetReason("its drain") : "rule: a service without a port receives no requests",
            hasPort ? _log.PresetPlace : null
        );
        _log.Add("shutdown.finish", Duration.Format(_service.Finish), "default");
        _log.AddDerived("terminationGracePeriodSeconds", $"{(_service.Drain + _service.Finish).WholeSeconds()}", "rule: drain + finish");
    }

    private void ExplainNetworkPolicy()
    {
        foreach (var callee in _service.Calls)
        {
            var ports = PortExplainer.Format(callee.Ports.Select(port => port.Target));
            var (rule, setting) = _settings.DoesCall(callee.Name) ? ("called services", "calls") : ("stores that it uses", "uses");
            _log.Add($"networkPolicy: to {callee.Name}", ports, $"rule: only {rule} may be reached", setting);
        }

        foreach (var server in _service.Pod.Dns.Nameservers)
        {
            _log.Add($"networkPolicy: to {server}", "port 53", "rule: name servers may be reached", "dns.nameservers");
        }

        foreach (var caller in _service.Callers)
        {
            _log.Add(
                new Explanation(
                    $"networkPolicy: from {caller.Name}",
                    PortExplainer.Format(caller.Ports.Select(port => port.Target)),
                    $"rule: '{caller.Name}' calls it",
                    DecisionLog.Format(_log.FindPlace("services", caller.Name, "calls"))
                )
            );
        }
    }
}
