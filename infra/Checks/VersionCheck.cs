using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

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
        var qualified = ObjectNames.Version(service.Name, name);
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
        if (settings.Traffic.Weight is null && sum > VersionPlanner.TotalWeight)
        {
            service.Reject(service.At("versions"), $"the weights come to {sum}, which leaves nothing of {VersionPlanner.TotalWeight} for the service itself", "lower them, or say the service's own share in 'traffic: {weight: …}'");
            return false;
        }

        if (VersionPlanner.StableWeight(settings) + sum == 0)
        {
            service.Reject(service.At("versions"), "the weights sum to nothing, so no request would be answered", "give one of the versions, or 'traffic: {weight: …}', a weight above 0", service.At("versions"), service.At("traffic", "weight"));
            return false;
        }

        return true;
    }

    /// <summary>What plain Services, which share connections out by the number of pods, make of the weights.</summary>
    private static void WarnOfRatios(ServiceUnderReview service)
    {
        var settings = service.Settings;
        var isBalanced = service.Review.Settings.LoadBalancing.Routes(settings);
        var isCalled = service.Review.Settings.Services.Values.Any(other => other.Calls.Contains(service.Name));
        var serving = Serving(service);
        if (serving.Length < 2 || (isBalanced && !isCalled))
        {
            // One gets everything, which a Service can do, or all requests come by the load balancer.
            return;
        }

        var who = isBalanced ? "callers inside the cluster come by a plain Service, which shares connections" : "plain Services share connections";
        if (settings.Scaling is not null)
        {
            service.Review.Warn(service.At("versions"), $"{who} out by the number of pods, and each version scales on its own: the weights hold only while each has its minimum", $"fix the numbers with 'replicas'{OrALoadBalancer(isBalanced)}");
        }

        var (pods, weights) = (serving.Sum(version => version.Pods), serving.Sum(version => version.Weight));
        foreach (var version in serving.Where(version => version.Name.Length > 0 && Percent(version.Pods, pods) != Percent(version.Weight, weights)))
        {
            service.Review.Warn(
                service.At("versions", version.Name, "weight"),
                $"{who} out by the number of pods, not by weight: {version.Pods} of {pods} pods get about {Percent(version.Pods, pods)} % where {Percent(version.Weight, weights)} % is wanted",
                $"choose the numbers with 'replicas'{OrALoadBalancer(isBalanced)}");
        }
    }

    /// <summary>The versions that get requests, and the service itself if it does, without a name.</summary>
    private static (string Name, int Weight, int Pods)[] Serving(ServiceUnderReview service)
    {
        var settings = service.Settings;
        var (ownWeight, ownPods) = (VersionPlanner.StableWeight(settings), ReplicaCount.ResolveMinimum(settings, FaultTolerancePreset.For(service.Review.Settings.FaultTolerance)));
        (string Name, int Weight, int Pods)[] all =
        [
            ("", ownWeight, ownPods),
            .. settings.Versions.OrderBy(version => version.Key, StringComparer.Ordinal).Select(version => (version.Key, version.Value.Weight, VersionPlanner.Replicas(version.Value, ownWeight, ownPods))),
        ];
        return [.. all.Where(version => version.Weight > 0)];
    }

    private static string OrALoadBalancer(bool isBalanced) => isBalanced ? "" : ", or give it hosts behind 'loadBalancing: haproxy' or a Gateway";

    private static int Percent(int part, int whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole);
}
