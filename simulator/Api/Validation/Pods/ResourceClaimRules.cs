using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the resource claims of pods.</summary>
internal static class ResourceClaimRules
{
    public static void Check(PodScope scope)
    {
        var errors = scope.Errors;
        var names = new HashSet<string>();
        foreach (var (index, claim) in scope.Spec.Objects("resourceClaims").Index())
        {
            var at = $"{scope.Path}.resourceClaims[{index}]";
            var name = claim.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else if (!names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }
            else
            {
                errors.InvalidAll($"{at}.name", name, ObjectNames.LabelProblems(name));
            }

            CheckSource(claim, at, errors);
        }
    }

    /// <summary>Checks the claims that a container uses.</summary>
    public static void CheckReferences(JsonObject resources, HashSet<string> claims, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, claim) in resources.Objects("claims").Index())
        {
            var at = $"{path}[{index}]";
            var name = claim.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required(at);
                continue;
            }

            CheckUnique(claim, name, seen, at, errors);
            if (!claims.Contains(name))
            {
                var known = claims.Count == 0 ? " which is empty" : ": " + string.Join(", ", claims.Order(StringComparer.Ordinal));
                errors.Add(
                    new FieldError(
                        "FieldValueNotFound",
                        at,
                        $"{FieldError.NotFound(at, name).Message}: must be one of the names in pod.spec.resourceClaims{known}"
                    )
                );
            }
        }
    }

    private static void CheckUnique(JsonObject claim, string name, HashSet<string> seen, string at, FieldErrors errors)
    {
        if (seen.Contains(name))
        {
            errors.Duplicate(at, name);
            return;
        }

        var key = name;
        if (claim.Text("request") is { Length: > 0 } request)
        {
            errors.InvalidAll($"{at}.request", request, ObjectNames.LabelProblems(request));
            key = $"{name}/{request}";
        }

        if (seen.Contains(key))
        {
            errors.Duplicate(at, key);
        }
        else if (key == name)
        {
            foreach (var _ in seen.Where(other => other.StartsWith(name + "/", StringComparison.Ordinal)))
            {
                errors.Duplicate(at, name);
            }
        }

        seen.Add(key);
    }

    private static void CheckSource(JsonObject claim, string at, FieldErrors errors)
    {
        var (direct, template) = (claim.Text("resourceClaimName"), claim.Text("resourceClaimTemplateName"));
        if (direct is not null && template is not null)
        {
            errors.Invalid(
                at,
                InternalForm.Create("PodResourceClaim", claim),
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            );
        }

        if (direct is null && template is null)
        {
            errors.Invalid(
                at,
                InternalForm.Create("PodResourceClaim", claim),
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            );
        }

        if (direct is not null)
        {
            errors.InvalidAll($"{at}.resourceClaimName", direct, ObjectNames.SubdomainProblems(direct));
        }

        if (template is not null)
        {
            errors.InvalidAll($"{at}.resourceClaimTemplateName", template, ObjectNames.SubdomainProblems(template));
        }
    }
}
