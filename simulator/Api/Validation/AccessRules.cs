using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for roles and role bindings.</summary>
internal static class AccessRules
{
    public static void CheckRole(Candidate candidate)
    {
        var isClusterRole = candidate.Body.Text("kind") == "ClusterRole";
        foreach (var (index, selector) in candidate.Body.Objects("aggregationRule", "clusterRoleSelectors").Index())
        {
            var (at, count) = ($"aggregationRule.clusterRoleSelectors[{index}]", candidate.Errors.Count);
            LabelRules.CheckSelector(selector, at, candidate.Errors);
            if (candidate.Errors.Count > count)
            {
                candidate.Errors.Invalid(at, null, "invalid label selector.");
            }
        }

        if (candidate.Body.Map("aggregationRule") is { } aggregation && aggregation.Array("clusterRoleSelectors") is null or { Count: 0 })
        {
            candidate.Errors.Required(
                "aggregationRule.clusterRoleSelectors",
                "at least one clusterRoleSelector required if aggregationRule is non-nil"
            );
        }

        foreach (var (index, rule) in candidate.Body.Objects("rules").Index())
        {
            var at = $"rules[{index}]";
            if (rule.Array("verbs") is null or { Count: 0 })
            {
                candidate.Errors.Required($"{at}.verbs", "verbs must contain at least one value");
            }

            if (rule.Array("nonResourceURLs") is { Count: > 0 } urls)
            {
                if (!isClusterRole)
                {
                    candidate.Errors.Invalid(
                        $"{at}.nonResourceURLs",
                        urls.DeepClone(),
                        "namespaced rules cannot apply to non-resource URLs"
                    );
                }

                if (new[] { "apiGroups", "resources", "resourceNames" }.Any(field => rule.Array(field) is { Count: > 0 }))
                {
                    candidate.Errors.Invalid(
                        $"{at}.nonResourceURLs",
                        urls.DeepClone(),
                        "rules cannot apply to both regular resources and non-resource URLs"
                    );
                }

                continue;
            }
            if (rule.Array("apiGroups") is null or { Count: 0 })
            {
                candidate.Errors.Required($"{at}.apiGroups", "resource rules must supply at least one api group");
            }

            if (rule.Array("resources") is null or { Count: 0 })
            {
                candidate.Errors.Required($"{at}.resources", "resource rules must supply at least one resource");
            }
        }
    }

    public static void CheckBinding(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var role = body.Map("roleRef");
        if (role.Text("apiGroup") is { } group and not "rbac.authorization.k8s.io")
        {
            errors.NotSupported("roleRef.apiGroup", group, "rbac.authorization.k8s.io");
        }

        var isClusterBinding = body.Text("kind") == "ClusterRoleBinding";
        if (role.Text("kind") != "ClusterRole" && (isClusterBinding || role.Text("kind") != "Role"))
        {
            errors.NotSupported("roleRef.kind", role.Text("kind") ?? "", isClusterBinding ? ["ClusterRole"] : ["Role", "ClusterRole"]);
        }

        if (role.Text("name") is not { Length: > 0 } name)
        {
            errors.Required("roleRef.name");
        }
        else
        {
            errors.InvalidAll("roleRef.name", name, NameRules.PathSegmentProblems(name));
        }

        foreach (var (index, subject) in body.Objects("subjects").Index())
        {
            CheckSubject(subject, $"subjects[{index}]", isClusterBinding, errors);
        }

        if (candidate.Changes("roleRef"))
        {
            errors.Invalid(
                "roleRef",
                new JsonObject
                {
                    ["APIGroup"] = role.Text("apiGroup"),
                    ["Kind"] = role.Text("kind"),
                    ["Name"] = role.Text("name"),
                },
                "cannot change roleRef"
            );
        }
    }

    private static void CheckSubject(JsonObject subject, string path, bool needsNamespace, FieldErrors errors)
    {
        const string Group = "rbac.authorization.k8s.io";
        var (name, group) = (subject.Text("name") ?? "", subject.Text("apiGroup") ?? "");
        if (name.Length == 0)
        {
            errors.Required($"{path}.name");
        }

        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                errors.InvalidAll($"{path}.name", name, name.Length == 0 ? [] : ObjectNames.SubdomainProblems(name));
                if (group.Length > 0)
                {
                    errors.NotSupported($"{path}.apiGroup", group, "");
                }

                if (needsNamespace && (subject.Text("namespace") is null or ""))
                {
                    errors.Required($"{path}.namespace");
                }

                break;
            case "User" or "Group":
                if (group != Group)
                {
                    errors.NotSupported($"{path}.apiGroup", group, Group);
                }

                break;
            default:
                errors.NotSupported($"{path}.kind", subject.Text("kind") ?? "", "ServiceAccount", "User", "Group");
                break;
        }
    }
}
