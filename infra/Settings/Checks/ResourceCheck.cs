using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Settings.Checks;

/// <summary>Sizes exist, amounts are not negative, and no limit is under its request.</summary>
internal sealed class ResourceCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var (name, size) in review.Settings.Sizes)
        {
            CheckAmounts(review, SettingsPath.Root.Key("sizes").Key(name), size.Requests, size.Limits);
        }

        foreach (var service in review.Services())
        {
            var at = service.At("resources");
            var size = service.Settings.Resources.Size ?? ResourceSettings.DefaultSize;
            if (!review.Settings.Sizes.ContainsKey(size))
            {
                service.Reject(at, $"there is no size '{size}'", SizeCure(review, size), SettingsPath.Root.Key("sizes"), at.Key("size"));
                continue;
            }

            var (requests, limits) = service.Settings.Resources.Resolve(review.Settings.Sizes);
            if (service.Settings.Resources.IsExact)
            {
                CheckAmounts(review, at, requests, limits);
            }
        }
    }

    private static string SizeCure(SettingsReview review, string size) => review.Settings.Sizes.Count == 0
        ? $"define it: 'sizes: {{{size}: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 128Mi}}}}}}'"
        : Suggestion.For(size, [.. review.Settings.Sizes.Keys]);

    private static void CheckAmounts(SettingsReview review, SettingsPath path, ResourceAmounts requests, ResourceAmounts limits)
    {
        foreach (var (key, amount) in ResourceAmounts.Kinds)
        {
            var (request, limit) = (amount(requests), amount(limits));
            RejectNegative(review, path.Key("requests").Key(key), request);
            RejectNegative(review, path.Key("limits").Key(key), limit);
            if (limit < request)
            {
                review.Reject(
                    path.Key("limits").Key(key),
                    $"the limit {limit} is below the request {request}",
                    $"write a limit of at least {request}, or a lower request",
                    path.Key("requests").Key(key),
                    path.Key("limits").Key(key));
            }
        }
    }

    private static void RejectNegative(SettingsReview review, SettingsPath path, Quantity? amount)
    {
        if (amount is { IsNegative: true })
        {
            review.Reject(path, $"{amount} is less than nothing", "write a positive amount");
        }
    }
}
