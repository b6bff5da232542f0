using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that sizes exist, that amounts are valid, and that no limit, the namespace's default included, is below its request.
/// </summary>
internal sealed class ResourceCheck : ISettingsCheck
{
    /// <summary>Larger amounts than any node has: they are mistakes in the unit.</summary>
    private static readonly Quantity MaximumCores = Quantity.FromWhole(100_000);

    private static readonly Quantity MaximumBytes = Quantity.Parse("1Ei");

    /// <summary>Less than a container runtime needs to start a process.</summary>
    private static readonly Quantity MinimumBytes = Quantity.Parse("64Ki");

    public void Check(SettingsReview review)
    {
        foreach (var (name, size) in review.Settings.Sizes)
        {
            var at = SettingsPath.Root.Key("sizes").Key(name);
            CheckAmounts(review, at, size.Requests, size.Limits);
            CheckLimits(review, at, size);
        }

        foreach (var service in review.Services())
        {
            CheckContainer(review, service.At("resources"), service.Settings.Resources);
            foreach (var (name, container) in service.Settings.Init)
            {
                CheckContainer(review, service.At("init", name, "resources"), container.Resources);
            }

            foreach (var (name, container) in service.Settings.Sidecars)
            {
                CheckContainer(review, service.At("sidecars", name, "resources"), container.Resources);
            }

            foreach (var (name, version) in service.Settings.Versions.Where(version => version.Value.Resources is not null))
            {
                CheckContainer(review, service.At("versions", name, "resources"), version.Resources!);
            }
        }

        if (review.Settings.LoadBalancing.Backend == LoadBalancer.Haproxy)
        {
            CheckContainer(review, SettingsPath.Root.Key("loadBalancing").Key("resources"), review.Settings.LoadBalancing.Resources);
        }
    }

    private static void CheckContainer(SettingsReview review, SettingsPath at, ResourceSettings resources)
    {
        var size = resources.Size ?? ResourceSettings.DefaultSize;
        if (!review.Settings.Sizes.ContainsKey(size))
        {
            review.Reject(at, $"there is no size '{size}'", SizeCure(review, size), SettingsPath.Root.Key("sizes"), at.Key("size"));
        }
        else if (resources.IsExact)
        {
            CheckAmounts(review, at, resources.Requests, resources.Limits);
            CheckLimits(review, at, resources.Resolve(review.Settings.Sizes));
        }
    }

    private static string SizeCure(SettingsReview review, string size) =>
        review.Settings.Sizes.Count == 0
            ? $"define it: 'sizes: {{{size}: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 128Mi}}}}}}'"
            : Suggestion.For(size, [.. review.Settings.Sizes.Keys]);

    private static void CheckAmounts(SettingsReview review, SettingsPath path, ResourceAmounts requests, ResourceAmounts limits)
    {
        CheckAmounts(review, path.Key("requests"), requests);
        CheckAmounts(review, path.Key("limits"), limits);
    }

    /// <summary>Checks that amounts are valid.</summary>
    internal static void CheckAmounts(SettingsReview review, SettingsPath path, ResourceAmounts amounts)
    {
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            Check(path.Key(key), key, amount(amounts));
        }

        void Check(SettingsPath at, string key, Quantity? amount)
        {
            if (amount is { IsNegative: true })
            {
                review.Reject(at, $"{amount} is negative", "write a positive amount");
            }
            else if (key == "cpu" && amount is { Format: QuantityFormat.BinarySI })
            {
                review.Reject(
                    at,
                    $"CPU is measured in cores, and {amount} is a number of bytes",
                    "write cores as 2, or thousandths of one as 250m"
                );
            }
            else if (key == "cpu" && amount is { } cores && cores != Quantity.FromMilli(cores.MilliValue))
            {
                review.Reject(at, $"Kubernetes counts CPU in thousandths of a core, and {amount} is finer", "write 1m or more");
            }
            else if (amount > (key == "cpu" ? MaximumCores : MaximumBytes))
            {
                review.Reject(at, $"no node has {amount}", key == "cpu" ? "write cores as 2 or 250m" : "write it as 512Mi");
            }
            else if (key != "cpu" && amount is { IsWhole: true, IsZero: false } && amount < MinimumBytes)
            {
                review.Reject(at, $"{amount} is less than {MinimumBytes}: a number without a unit counts bytes", "write it as 512Mi");
            }
            else if (key != "cpu" && amount is { IsWhole: false })
            {
                review.Reject(at, $"{amount} is a fraction of a byte: 'm' means thousandths", "write it as 512Mi");
            }
        }
    }

    private static void CheckLimits(SettingsReview review, SettingsPath path, SizeSettings size)
    {
        var defaults = review.Settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize)?.Limits ?? new ResourceAmounts();
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            var (at, request, limit) = (path.Key("limits").Key(key), amount(size.Requests), amount(size.Limits));
            if (limit is { IsNegative: true })
            {
                continue;
            }

            if (limit < request)
            {
                review.Reject(
                    at,
                    $"the limit {limit} is below the request {request}",
                    $"write a limit of at least {request}, or a lower request",
                    path.Key("requests").Key(key),
                    at
                );
            }
            else if (limit is null && amount(defaults) < request)
            {
                review.Reject(
                    at,
                    $"without a limit the namespace's default from the size '{ResourceSettings.DefaultSize}' applies, {amount(defaults)}, which is below the request {request}",
                    $"write a limit of at least {request}",
                    path.Key("requests").Key(key),
                    at,
                    SettingsPath.Root.Key("sizes").Key(ResourceSettings.DefaultSize)
                );
            }
        }
    }
}
