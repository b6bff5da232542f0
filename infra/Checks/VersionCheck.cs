using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the names and weights of versions, and warns where plain Services do not apply the weights.</summary>
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
                service.Reject(
                    service.At("traffic", "algorithm"),
                    "the algorithm 'weighted' needs versions",
                    "declare 'versions: {canary: {tag: …, weight: 10}}', or write 'algorithm: roundRobin'",
                    service.At("versions"),
                    service.At("traffic", "algorithm")
                );
            }
            else if (service.Settings.Traffic.Weight is not null)
            {
                service.Reject(
                    service.At("traffic", "weight"),
                    "a weight needs other versions to share requests with",
                    "declare 'versions', or remove it",
                    service.At("versions"),
                    service.At("traffic", "weight")
                );
            }
        }
    }

    private static void CheckVersions(ServiceUnderReview service)
    {
        if (service.Settings.Kind != ServiceKind.Service || !service.Settings.HasPorts)
        {
            service.Reject(
                service.At("versions"),
                "only a service with a port can have versions",
                "remove 'versions'",
                service.At("kind"),
                service.At("port"),
                service.At("ports")
            );
            return;
        }

        foreach (var name in service.Settings.Versions.Keys)
        {
            CheckName(service, name);
        }

        if (CheckWeights(service))
        {
            WarnAboutRatios(service);
        }
    }

    private static void CheckName(ServiceUnderReview service, string name)
    {
        var path = service.At("versions", name);
        var qualified = DerivedNames.Version(service.Name, name);
        if (name is ServiceVersion.Stable or "pods")
        {
            service.Reject(
                path,
                $"'{name}' is reserved: {(name == "pods" ? "it is the suffix of the headless Service" : "it is the version of the service's own pods")}",
                "rename the version, for example to canary"
            );
        }
        else if (service.Review.ServiceNames.Contains(qualified))
        {
            service.Reject(path, $"its workload would be named '{qualified}', like another service", "rename one of the two");
        }
        else if (qualified.Length > KubernetesNames.LabelLength - "-pods".Length)
        {
            service.Reject(
                path,
                $"its Services would be named '{qualified}' and '{qualified}-pods', and {KubernetesNames.LabelLength} characters are allowed",
                "shorten one of the names"
            );
        }
    }

    private static bool CheckWeights(ServiceUnderReview service)
    {
        var (settings, sum) = (service.Settings, service.Settings.Versions.Values.Sum(version => version.Weight));
        if (settings.Traffic.Weight is null && sum > VersionPlanner.TotalWeight)
        {
            service.Reject(
                service.At("versions"),
                $"the weights add up to {sum}, which is more than {VersionPlanner.TotalWeight}",
                "lower them, or set the service's own weight with 'traffic: {weight: …}'"
            );
            return false;
        }

        if (VersionPlanner.StableWeight(settings) + sum == 0)
        {
            service.Reject(
                service.At("versions"),
                "all weights are 0, so no request would be answered",
                "set a weight above 0 for one of the versions, or with 'traffic: {weight: …}'",
                service.At("versions"),
                service.At("traffic", "weight")
            );
            return false;
        }

        return true;
    }

    /// <summary>Warns where plain Services, which distribute connections by the number of pods, deviate from the weights.</summary>
    private static void WarnAboutRatios(ServiceUnderReview service)
    {
        var settings = service.Settings;
        var isBalanced = LoadBalancingPlanner.AppliesWeights(service.Review.Settings.LoadBalancing, settings);
        var isCalled = service.Review.Settings.Services.Values.Any(other => other.DoesCall(service.Name));
        var serving = Serving(service);
        if (serving.Length < 2 || (isBalanced && !isCalled))
        {
            // Either a single version receives all requests, which a Service supports, or all requests go through the load balancer.
            return;
        }

        var subject = isBalanced
            ? "callers inside the cluster use a plain Service, which distributes connections"
            : "plain Services distribute connections";
        if (settings.Scaling is not null)
        {
            service.Review.Warn(
                service.At("versions"),
                $"{subject} by the number of pods, and each version is autoscaled separately: the weights apply only while each has its minimum",
                $"set fixed 'replicas'{OrALoadBalancer(isBalanced)}"
            );
        }

        var (pods, weights) = (serving.Sum(version => version.Pods), serving.Sum(version => version.Weight));
        foreach (
            var version in serving.Where(version =>
                version.Name.Length > 0 && Percent(version.Pods, pods) != Percent(version.Weight, weights)
            )
        )
        {
            service.Review.Warn(
                service.At("versions", version.Name, "weight"),
                $"{subject} by the number of pods, not by weight: {version.Pods} of {pods} pods receive about {Percent(version.Pods, pods)} % instead of {Percent(version.Weight, weights)} %",
                $"set the numbers with 'replicas'{OrALoadBalancer(isBalanced)}"
            );
        }
    }

    /// <summary>The versions with a weight above 0; the stable one has an empty name.</summary>
    private static (string Name, int Weight, int Pods)[] Serving(ServiceUnderReview service)
    {
        var settings = service.Settings;
        var preset = FaultTolerancePreset.For(service.Review.Settings.FaultTolerance);
        var (stableWeight, stablePods) = (VersionPlanner.StableWeight(settings), ReplicaCount.ResolveMinimum(settings, preset));
        (string Name, int Weight, int Pods)[] all =
        [
            ("", stableWeight, stablePods),
            .. settings
                .Versions.OrderBy(version => version.Key, StringComparer.Ordinal)
                .Select(version => (version.Key, version.Value.Weight, VersionPlanner.Replicas(version.Value, stableWeight, stablePods))),
        ];
        return [.. all.Where(version => version.Weight > 0)];
    }

    private static string OrALoadBalancer(bool isBalanced) =>
        isBalanced ? "" : ", or give it hosts behind 'loadBalancing: haproxy' or a Gateway";

    private static int Percent(int part, int whole) => whole == 0 ? 0 : (int)Math.Round(100.0 * part / whole);
}
