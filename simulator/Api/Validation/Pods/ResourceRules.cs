using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for requests and limits.</summary>
internal static class ResourceRules
{
    public static void Check(JsonObject resources, HashSet<string> claims, string path, FieldErrors errors) =>
        Check(resources, ResourceNameRules.CheckForContainer, claims, path, errors);

    public static void Check(
        JsonObject resources,
        Action<string, string, FieldErrors> checkName,
        HashSet<string> claims,
        string path,
        FieldErrors errors
    )
    {
        var (limits, requests) = (resources.Map("limits") ?? [], resources.Map("requests") ?? []);
        foreach (var (name, amount) in limits.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            CheckAmount(name, Quantity.FromJson(amount), checkName, $"{path}.limits[{name}]", errors);
            CheckHugePages(name, Quantity.FromJson(amount), $"{path}.limits[{name}]", errors);
        }

        foreach (var (name, amount) in requests.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            CheckAmount(name, Quantity.FromJson(amount), checkName, $"{path}.requests[{name}]", errors);
            CheckAgainstLimit(name, Quantity.FromJson(amount), limits, path, errors);
            CheckHugePages(name, Quantity.FromJson(amount), $"{path}.requests[{name}]", errors);
        }

        var names = limits.Concat(requests).Select(entry => entry.Key).ToList();
        if (names.Exists(ResourceNames.IsHugePages) && !names.Exists(name => name is "cpu" or "memory"))
        {
            errors.Forbidden(path, "HugePages require cpu or memory");
        }

        ResourceClaimRules.CheckReferences(resources, claims, $"{path}.claims", errors);
    }

    /// <summary>Checks that an amount is not negative, and whole for resources that cannot be divided.</summary>
    public static void CheckQuantity(string name, Quantity amount, string path, FieldErrors errors)
    {
        if (amount.IsNegative)
        {
            errors.Invalid(path, amount.ToString(), "must be greater than or equal to 0");
        }

        if (ResourceNames.IsWhole(name) && !amount.IsWhole)
        {
            errors.Invalid(path, amount.ToString(), "must be an integer");
        }
    }

    private static void CheckAmount(
        string name,
        Quantity amount,
        Action<string, string, FieldErrors> checkName,
        string path,
        FieldErrors errors
    )
    {
        checkName(name, path, errors);
        CheckQuantity(name, amount, path, errors);
    }

    private static void CheckHugePages(string name, Quantity amount, string path, FieldErrors errors)
    {
        if (ResourceNames.IsHugePages(name) && !ResourceNames.IsMultipleOfPage(name, amount))
        {
            errors.Invalid(path, amount.ToString(), $"{amount} is not positive integer multiple of {name}");
        }
    }

    private static void CheckAgainstLimit(string name, Quantity request, JsonObject limits, string path, FieldErrors errors)
    {
        var mayExceed = ResourceNames.IsOvercommitAllowed(name);
        if (limits[name] is not { } given)
        {
            if (!mayExceed)
            {
                errors.Required($"{path}.limits", "Limit must be set for non overcommitable resources");
            }

            return;
        }
        var limit = Quantity.FromJson(given);
        if (!mayExceed && request != limit)
        {
            errors.Invalid($"{path}.requests", request.ToString(), $"must be equal to {name} limit of {limit}");
        }
        else if (request > limit)
        {
            errors.Invalid($"{path}.requests", request.ToString(), $"must be less than or equal to {name} limit of {limit}");
        }
    }
}
