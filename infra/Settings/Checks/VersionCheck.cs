using Infra.Resilience;
using Infra.Scaling;
using Infra.Settings.Binding;
using Infra.Workloads;

namespace Infra.Settings.Checks;

/// <summary>The versions of a service have names of their own, and weights by which requests can be shared out.</summary>
internal sealed class VersionCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Versions.Count > 0)
            {
                CheckVersions(service);
            }
            else if (service.Settings.Traffic.Algorithm == BalancingAlgorithm.Weighted)
            {
                service.Reject(service.At("traffic", "algorithm"), "without versions there is nothing to weigh", "declare 'versions: {canary: {tag: …, weight: 10}}', or write 'algorithm: roundRobin'", service.At("versions"), service.At("traffic", "algorithm"));
            }
            else if (service.Settings.Traffic.Weight is not null)
            {
                service.Reject(service.At("traffic", "weight"), "a weight is a share beside other versions, and there are none", "declare 'versions', or remove it", service.At("versions"), service.At("traffic", "weight"));
            }
        }
    }

    private static void CheckVersions(ServiceUnderReview service)
    {
        if (service.Settings.Kind != ServiceKind.Service || service.Settings.Port is null)
        {
            service.Reject(service.At("versions"), "only a service with a port has requests to share out among versions", "remove 'versions'", service.At("kind"), service.At("port"));
            return;
        }

        foreach (var name in service.Settings.Versions.Keys)
        {
            CheckName(service, name);
        }

        if (CheckWeights(service))
        {
            WarnOfRatios(service);
        }
    }

    private static void CheckName(ServiceUnderReview service, string name)
    {
        var path = service.At("versions", name);
        var qualified = ServiceVersion.Qualify(service.Name, name);
        if (name is ServiceVersion.Stable or "pods")
        {
            service.Reject(path, $"'{name}' is taken: {(name == "pods" ? "it ends the name of the Service that names the pods" : "the pods of the service itself are called so")}", "call the version something else, such as canary");
        }
        else if (service.Review.ServiceNames.Contains(qualified))
        {
            service.Reject(path, $"its workload would be called '{qualified}', and so is another service", "rename one of the two");
        }
        else if (qualified.Length > KubernetesNames.LabelLength - "-pods".Length)
        {
            service.Reject(path, $"its Services would be called '{qualified}' and '{qualified}-pods', and a name may have {KubernetesNames.LabelLength} characters", "shorten one of the names");
        }
    }

    private static bool CheckWeights(ServiceUnderReview service)
    {
        var (settings, sum) = (service.Settings, service.Settings.Versions.Values.Sum(version => version.Weight));
        if (settings.Traffic.Weight is null && sum > ServiceVersions.Whole)
        {
            service.Reject(service.At("versions"), $"the weights come to {sum}, which leaves nothing of {ServiceVersions.Whole} for the service itself", "lower them, or say the service's own share in 'traffic: {weight: …}'");
            return false;
        }

        if (ServiceVersions.OwnWeight(settings) + sum == 0)
        {
            service.Reject(service.At("versions"), "the weights sum to nothing, so no request would be answered", "give one of the versions, or 'traffic: {weight: …}', a weight above 0", service.At("versions"), service.At("traffic", "weight"));
            return false;
        }

        int[] weights = [ServiceVersions.OwnWeight(settings), .. settings.Versions.Values.Select(version => version.Weight)];
        if (weights.Count(weight => weight > 0) > 1 && weights.Contains(0))
        {
            service.Reject(service.At("versions"), "a version with weight 0 cannot be kept apart while several others share the requests, because a Service selects either one version or all", "remove that version, or leave a weight to a single one");
            return false;
        }

        return true;
    }

    /// <summary>What plain Services make of the weights, and what an autoscaler does to them.</summary>
    private static void WarnOfRatios(ServiceUnderReview service)
    {
        var settings = service.Settings;
        var preset = FaultTolerancePreset.Of(service.Review.Settings.FaultTolerance);
        var (ownWeight, ownPods) = (ServiceVersions.OwnWeight(settings), ReplicaCount.FewestOf(settings, preset));
        if (settings.Versions.Values.All(version => version.Weight == 0) || ownWeight == 0)
        {
            // One gets everything: a Service can do that.
            return;
        }

        if (settings.Scaling is not null)
        {
            service.Review.Warn(service.At("versions"), "each version scales on its own, and the weights are exact only while each has its minimum of pods, except with the Gateway API", "fix the numbers with 'replicas', or use 'loadBalancing: {backend: gatewayApi}'");
        }

        if (service.Review.Settings.LoadBalancing.Backend != LoadBalancer.Services)
        {
            return;
        }

        var pods = settings.Versions.ToDictionary(version => version.Key, version => ServiceVersions.PodsOf(version.Value, ownWeight, ownPods), StringComparer.Ordinal);
        var allPods = ownPods + pods.Values.Sum();
        var allWeights = ownWeight + settings.Versions.Values.Sum(version => version.Weight);
        foreach (var (name, version) in settings.Versions.Where(version => Percent(pods[version.Key], allPods) != Percent(version.Value.Weight, allWeights)).OrderBy(version => version.Key, StringComparer.Ordinal))
        {
            service.Review.Warn(
                service.At("versions", name, "weight"),
                $"plain Services share connections out by the number of pods, not by weight: {pods[name]} of {allPods} pods get about {Percent(pods[name], allPods)} % where {Percent(version.Weight, allWeights)} % is wanted",
                "write 'loadBalancing: haproxy' or a Gateway for exact shares, or choose the numbers with 'replicas'");
        }
    }

    private static int Percent(int part, int whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole);
}
