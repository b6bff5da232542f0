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
            if (amount(amounts) is { } set && AmountProblem.Find(key, set) is { } problem)
            {
                review.Reject(path.Key(key), problem.Text, problem.Cure);
            }
        }
    }

    private static void CheckLimits(SettingsReview review, SettingsPath path, SizeSettings size)
    {
        var defaults = review.Settings.Sizes.GetValueOrDefault(ResourceSettings.DefaultSize)?.Limits ?? new ResourceAmounts();
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            var (at, request, limit) = (path.Key("limits").Key(key), amount(size.Requests), amount(size.Limits));
            if (limit is { } invalid && AmountProblem.Find(key, invalid) is not null)
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
