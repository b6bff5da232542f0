using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Access;

/// <summary>Answers the access reviews of authorization.k8s.io.</summary>
internal sealed class AccessReviews(Authorizer authorizer)
{
    private const string Group = "authorization.k8s.io";

    /// <summary>Returns the status of a SelfSubjectAccessReview.</summary>
    public JsonObject ReviewSelf(JsonObject review, UserInfo user)
    {
        Check(CheckAttributes(review).Concat(CheckMetadata(review, isLocal: false)));
        return Review(review, user);
    }

    /// <summary>Returns the status of a SubjectAccessReview, or of a LocalSubjectAccessReview.</summary>
    public JsonObject ReviewSubject(JsonObject review, bool isLocal)
    {
        var errors = CheckAttributes(review)
            .Concat(CheckSubject(review))
            .Concat(CheckSelectors(review))
            .Concat(CheckMetadata(review, isLocal));
        Check(isLocal ? errors.Concat(CheckLocal(review)) : errors);
        var spec = review.Map("spec");
        return Review(
            review,
            new UserInfo
            {
                Name = spec.Text("user") ?? "",
                Uid = spec.Text("uid") ?? "",
                Groups = [.. (spec.Array("groups") ?? []).Select(group => group?.GetValue<string>() ?? "")],
            }
        );
    }

    /// <summary>Returns the status of a SelfSubjectRulesReview.</summary>
    /// <exception cref="StatusException">The review names no namespace.</exception>
    public JsonObject ReviewRules(JsonObject review, UserInfo user)
    {
        if (review.Text("spec", "namespace") is not { Length: > 0 } inNamespace)
        {
            throw StatusException.BadRequest("no namespace on request");
        }

        var grants = authorizer.Rules.GetGrants(user, inNamespace).ToList();
        var rules = grants.SelectMany(grant => grant.Rules).ToList();
        var status = new JsonObject
        {
            ["resourceRules"] = ToArray(rules.Where(rule => rule.Resources.Count > 0).Select(rule => rule with { NonResourceUrls = [] })),
            ["nonResourceRules"] = ToArray(
                rules
                    .Where(rule => rule.NonResourceUrls.Count > 0)
                    .Select(rule => new PolicyRule { Verbs = rule.Verbs, NonResourceUrls = rule.NonResourceUrls })
            ),
            ["incomplete"] = false,
        };
        var missing = grants
            .Where(grant => grant.MissingRole is not null)
            .Select(grant => Authorizer.DescribeMissing(grant.MissingRole!.Value.Kind, grant.MissingRole.Value.Name))
            .ToList();
        if (missing.Count > 0)
        {
            status["evaluationError"] = Authorizer.Aggregate(missing);
        }

        return status;
    }

    private JsonObject Review(JsonObject review, UserInfo user)
    {
        var spec = review.Map("spec");
        var decision = authorizer.Authorize(
            spec.Map("resourceAttributes") is { } resource
                ? new RequestAttributes
                {
                    User = user,
                    IsResource = true,
                    Verb = resource.Text("verb") ?? "",
                    Group = resource.Text("group") ?? "",
                    Resource = resource.Text("resource") ?? "",
                    Subresource = resource.Text("subresource") ?? "",
                    Namespace = resource.Text("namespace") ?? "",
                    Name = resource.Text("name") ?? "",
                }
                : new RequestAttributes
                {
                    User = user,
                    IsResource = false,
                    Verb = spec.Text("nonResourceAttributes", "verb") ?? "",
                    Path = spec.Text("nonResourceAttributes", "path") ?? "",
                }
        );
        var status = new JsonObject { ["allowed"] = decision.IsAllowed };
        if (decision.Reason.Length > 0)
        {
            status["reason"] = decision.Reason;
        }

        return status;
    }

    private static JsonArray ToArray(IEnumerable<PolicyRule> rules) => new([.. rules.Select(rule => rule.ToJson())]);

    private static void Check(IEnumerable<FieldError> errors)
    {
        if (errors.ToList() is { Count: > 0 } found)
        {
            // Kubernetes names no kind here.
            throw FieldError.CreateException(Group, "", "", found);
        }
    }

    private static IEnumerable<FieldError> CheckAttributes(JsonObject review)
    {
        var spec = review.Map("spec");
        var (resource, url) = (spec.Map("resourceAttributes"), spec.Map("nonResourceAttributes"));
        if (resource is not null && url is not null)
        {
            yield return FieldError.Invalid(
                "spec.nonResourceAttributes",
                ToInternal(url),
                "cannot be specified in combination with resourceAttributes"
            );
        }

        if (resource is null && url is null)
        {
            yield return FieldError.Invalid(
                "spec.resourceAttributes",
                null,
                "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            );
        }
    }

    private static IEnumerable<FieldError> CheckSubject(JsonObject review)
    {
        if (review.Text("spec", "user") is null or "" && review.Array("spec", "groups") is not { Count: > 0 })
        {
            yield return FieldError.Invalid("spec.user", "", "at least one of user or group must be specified");
        }
    }

    private static IEnumerable<FieldError> CheckSelectors(JsonObject review)
    {
        foreach (var field in new[] { "fieldSelector", "labelSelector" })
        {
            if (review.Map("spec", "resourceAttributes", field) is not { } selector)
            {
                continue;
            }

            var path = $"spec.resourceAttributes.{field}";
            var (raw, hasRequirements) = (selector.Text("rawSelector") ?? "", selector.Array("requirements") is { Count: > 0 });
            if (raw.Length > 0 && hasRequirements)
            {
                yield return FieldError.Invalid($"{path}.rawSelector", raw, "may not specified at the same time as requirements");
            }

            if (raw.Length == 0 && !hasRequirements)
            {
                yield return FieldError.Required(
                    $"{path}.requirements",
                    $"when {path} is specified, requirements or rawSelector is required"
                );
            }
        }
    }

    private static IEnumerable<FieldError> CheckMetadata(JsonObject review, bool isLocal)
    {
        var metadata = review.Map("metadata") ?? [];
        if (metadata.Any(entry => entry.Key != "managedFields" && !(isLocal && entry.Key == "namespace")))
        {
            yield return FieldError.Invalid(
                "metadata",
                metadata.DeepClone(),
                isLocal ? "must be empty except for namespace" : "must be empty"
            );
        }
    }

    private static IEnumerable<FieldError> CheckLocal(JsonObject review)
    {
        var resource = review.Map("spec", "resourceAttributes");
        if (resource is not null && (resource.Text("namespace") ?? "") != review.Text("metadata", "namespace"))
        {
            yield return FieldError.Invalid(
                "spec.resourceAttributes.namespace",
                resource.Text("namespace") ?? "",
                "must match metadata.namespace"
            );
        }

        if (review.Map("spec", "nonResourceAttributes") is { } url)
        {
            yield return FieldError.Invalid("spec.nonResourceAttributes", ToInternal(url), "disallowed on this kind of request");
        }
    }

    private static JsonObject ToInternal(JsonObject url) => new() { ["Path"] = url.Text("path") ?? "", ["Verb"] = url.Text("verb") ?? "" };
}
