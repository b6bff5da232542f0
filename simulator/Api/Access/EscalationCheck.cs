using System.Text.Json.Nodes;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Access;

/// <summary>Prevents users from granting permissions that they do not have.</summary>
internal sealed class EscalationCheck(Authorizer authorizer)
{
    private static readonly PolicyRule[] _everything =
    [
        new()
        {
            Verbs = ["*"],
            ApiGroups = ["*"],
            Resources = ["*"],
        },
        new() { Verbs = ["*"], NonResourceUrls = ["*"] },
    ];

    /// <summary>Checks the creation or change of a role or a binding; other kinds pass.</summary>
    /// <exception cref="StatusException">The user would gain permissions.</exception>
    public void Check(AdmissionRequest request)
    {
        var (kind, user) = (request.Kind, request.Options.User);
        if (
            kind.Group != RuleResolver.Group
            || user is null or { IsMaster: true }
            || (request.Current is { } current && ChangesOnlyOwners(current, request.Body))
        )
        {
            return;
        }

        if (kind.Plural is "roles" or "clusterroles")
        {
            CheckRole(kind, request.Namespace, request.IsCreate ? "" : request.Name, request.Body, request.Current, user);
        }
        else
        {
            CheckBinding(kind, request.Namespace, request.Body, user);
        }
    }

    private void CheckRole(ResourceKind kind, string inNamespace, string requestName, JsonObject body, KubeObject? current, UserInfo user)
    {
        var escalation = new RequestAttributes
        {
            User = user,
            Verb = "escalate",
            IsResource = true,
            Group = kind.Group,
            Resource = kind.Plural,
            Namespace = inNamespace,
            Name = requestName,
        };
        if (authorizer.Authorize(escalation).IsAllowed)
        {
            return;
        }

        var name = body.Text("metadata", "name") ?? "";
        Require(kind, inNamespace, name, PolicyRule.ParseAll(body), user);
        if ((HasAggregation(body) || HasAggregation(current?.Body)) && FindEscalation(inNamespace, _everything, user) is not null)
        {
            throw StatusException.Forbidden(kind.Resource, name, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private void CheckBinding(ResourceKind kind, string inNamespace, JsonObject body, UserInfo user)
    {
        var role = body.Map("roleRef");
        var (roleKind, roleName) = (role.Text("kind") ?? "", role.Text("name") ?? "");
        if (roleKind is not ("Role" or "ClusterRole"))
        {
            throw new StatusException(500, "", $"unsupported role reference kind: {GoFormat.Quote(roleKind)}");
        }

        var resource = roleKind == "Role" ? RuleResolver.Roles : RuleResolver.ClusterRoles;
        var binding = new RequestAttributes
        {
            User = user,
            Verb = "bind",
            IsResource = true,
            Group = role.Text("apiGroup") ?? "",
            Resource = resource.Resource,
            Namespace = inNamespace,
            Name = roleName,
        };
        if (authorizer.Authorize(binding).IsAllowed)
        {
            return;
        }

        var rules = authorizer.Rules.FindRules(roleKind, roleName, inNamespace) ?? throw StatusException.NotFound(resource, roleName);
        Require(kind, inNamespace, body.Text("metadata", "name") ?? "", rules, user);
    }

    private void Require(ResourceKind kind, string inNamespace, string name, PolicyRule[] rules, UserInfo user)
    {
        if (FindEscalation(inNamespace, rules, user) is { } escalation)
        {
            throw StatusException.Forbidden(kind.Resource, name, escalation);
        }
    }

    /// <summary>Describes the rules that the user does not have; null if there are none.</summary>
    private string? FindEscalation(string inNamespace, PolicyRule[] rules, UserInfo user)
    {
        var grants = authorizer.Rules.GetGrants(user, inNamespace).ToList();
        var own = grants.SelectMany(grant => grant.Rules).ToList();
        var missing = rules.SelectMany(rule => rule.Split()).Where(rule => !own.Exists(one => one.Covers(rule))).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var errors = grants
            .Where(grant => grant.MissingRole is not null)
            .Select(grant => DescribeMissing(grant.MissingRole!.Value))
            .ToList();
        return $"user {GoFormat.Quote(user.Name)} (groups={GoFormat.Quote(user.Groups)}) "
            + "is attempting to grant RBAC permissions not currently held:\n"
            + string.Join("\n", Compact(missing).Select(rule => rule.ToString()).Distinct().Order(StringComparer.Ordinal))
            + (errors.Count == 0 ? "" : $"; resolution errors: [{Authorizer.Aggregate(errors)}]");
    }

    private static string DescribeMissing((string Kind, string Name) role) =>
        $"{(role.Kind == "Role" ? RuleResolver.Roles : RuleResolver.ClusterRoles)} {GoFormat.Quote(role.Name)} not found";

    /// <summary>Combines the verbs of rules for the same resource without resource names.</summary>
    private static IEnumerable<PolicyRule> Compact(List<PolicyRule> rules)
    {
        var byResource = rules.ToLookup(rule => rule.ResourceNames.Count == 0 && rule.Resources.Count == 1);
        return byResource[false]
            .Concat(
                byResource[true]
                    .GroupBy(rule => (rule.ApiGroups[0], rule.Resources[0]))
                    .Select(group => group.First() with { Verbs = [.. group.SelectMany(rule => rule.Verbs)] })
            );
    }

    private static bool HasAggregation(JsonObject? role) => role.Array("aggregationRule", "clusterRoleSelectors") is { Count: > 0 };

    /// <summary>Whether an update changes only owners and finalizers, as garbage collection does.</summary>
    private static bool ChangesOnlyOwners(KubeObject current, JsonObject body)
    {
        return JsonNode.DeepEquals(Reduce(current.Body), Reduce(body));

        static JsonObject Reduce(JsonObject original)
        {
            var reduced = original.Clone();
            foreach (var field in (ReadOnlySpan<string>)["ownerReferences", "finalizers", "managedFields", "resourceVersion"])
            {
                reduced.Map("metadata")?.Remove(field);
            }

            return reduced;
        }
    }
}
