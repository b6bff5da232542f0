using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Access;

/// <summary>The roles and bindings that every cluster has, read from the files beside this one, which describe their form.</summary>
internal static class DefaultRoles
{
    private const string ControllerPrefix = "system:controller:";
    private const string SystemNamespace = "kube-system";
    private const string AggregationPrefix = "rbac.authorization.k8s.io/aggregate-to-";

    private static readonly Dictionary<string, string[]> _abbreviations = new(StringComparer.Ordinal)
    {
        ["read"] = ["get", "list", "watch"],
        ["write"] = ["create", "delete", "deletecollection", "patch", "update"],
        ["readwrite"] = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    };

    /// <summary>Creates the roles and bindings that do not exist yet.</summary>
    public static void Create(IClusterClient client)
    {
        foreach (var (resource, body) in ReadRoles().Concat(ReadBindings()))
        {
            if (client.Find(resource, body.Text("metadata", "namespace") ?? "", body.Text("metadata", "name")!) is null)
            {
                client.Create(resource, body);
            }
        }
    }

    private static IEnumerable<(GroupResource Resource, JsonObject Body)> ReadRoles()
    {
        JsonObject? role = null;
        foreach (var line in ReadLines("default-roles-1.36.txt"))
        {
            if (line[0] == ' ')
            {
                role!.Array("rules")!.Add(ParseRule(line.Trim().Split(": ")).ToJson());
                continue;
            }

            if (role is not null)
            {
                yield return (GetResource(role), role);
            }

            role = ParseRole(line.Split(' '));
        }

        yield return (GetResource(role!), role!);
    }

    private static GroupResource GetResource(JsonObject role) =>
        role.Text("metadata", "namespace") is null ? RuleResolver.ClusterRoles : RuleResolver.Roles;

    private static JsonObject ParseRole(string[] words)
    {
        var role = CreateObject(words[1]);
        foreach (var word in words[2..])
        {
            var (mark, value) = (word[0], word[1..]);
            if (mark == '@')
            {
                role.Map("metadata")!["namespace"] = value;
            }
            else if (mark == '+')
            {
                role.Map("metadata", "labels")![AggregationPrefix + value] = "true";
            }
            else
            {
                role["aggregationRule"] = new JsonObject
                {
                    ["clusterRoleSelectors"] = new JsonArray(
                        new JsonObject { ["matchLabels"] = new JsonObject { [AggregationPrefix + value] = "true" } }
                    ),
                };
            }
        }

        role["rules"] = new JsonArray();
        return role;
    }

    private static PolicyRule ParseRule(string[] parts)
    {
        var verbs = Sort(parts[2].Split(' ').SelectMany(verb => _abbreviations.GetValueOrDefault(verb) ?? [verb]));
        return parts[0] == "urls"
            ? new PolicyRule { Verbs = verbs, NonResourceUrls = Sort(parts[1].Split(' ')) }
            : new PolicyRule
            {
                Verbs = verbs,
                ApiGroups = Sort(parts[0].Split(' ').Select(group => group == "core" ? "" : group)),
                Resources = Sort(parts[1].Split(' ')),
                ResourceNames = parts.Length > 3 ? Sort(parts[3].Split(' ')) : [],
            };
    }

    private static string[] Sort(IEnumerable<string> values) => [.. values.Order(StringComparer.Ordinal)];

    private static IEnumerable<(GroupResource Resource, JsonObject Body)> ReadBindings()
    {
        foreach (var (_, role) in ReadRoles())
        {
            var name = role.Text("metadata", "name")!;
            if (name.StartsWith(ControllerPrefix, StringComparison.Ordinal) && role.Text("metadata", "namespace") is null)
            {
                yield return CreateBinding("", name, name, [$"ServiceAccount/{name[ControllerPrefix.Length..]}"]);
            }
        }

        foreach (var line in ReadLines("default-bindings-1.36.txt"))
        {
            var inNamespace = line[0] == '@' ? line[1..line.IndexOf(' ', StringComparison.Ordinal)] : "";
            var parts = (inNamespace.Length > 0 ? line[(inNamespace.Length + 2)..] : line).Split(" = ");
            var colon = parts[1].IndexOf(": ", StringComparison.Ordinal);
            yield return colon < 0
                ? CreateBinding(inNamespace, parts[0], parts[1].TrimEnd(':'), [])
                : CreateBinding(inNamespace, parts[0], parts[1][..colon], parts[1][(colon + 2)..].Split(' '));
        }
    }

    private static (GroupResource Resource, JsonObject Body) CreateBinding(string inNamespace, string name, string role, string[] subjects)
    {
        var binding = CreateObject(name);
        var isClusterWide = inNamespace.Length == 0;
        if (!isClusterWide)
        {
            binding.Map("metadata")!["namespace"] = inNamespace;
        }

        if (subjects.Length > 0)
        {
            binding["subjects"] = new JsonArray([.. subjects.Select(CreateSubject)]);
        }

        binding["roleRef"] = new JsonObject
        {
            ["apiGroup"] = RuleResolver.Group,
            ["kind"] = isClusterWide ? "ClusterRole" : "Role",
            ["name"] = role,
        };
        return (isClusterWide ? RuleResolver.ClusterRoleBindings : RuleResolver.RoleBindings, binding);
    }

    private static JsonObject CreateSubject(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (kind, name) = (text[..slash], text[(slash + 1)..]);
        return kind == "ServiceAccount"
            ? new JsonObject
            {
                ["kind"] = kind,
                ["name"] = name,
                ["namespace"] = SystemNamespace,
            }
            : new JsonObject
            {
                ["kind"] = kind,
                ["apiGroup"] = RuleResolver.Group,
                ["name"] = name,
            };
    }

    private static JsonObject CreateObject(string name) =>
        new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
                ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
            },
        };

    private static IEnumerable<string> ReadLines(string resource)
    {
        using var stream = typeof(DefaultRoles).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
