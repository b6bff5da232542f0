using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Admission.Policies;

/// <summary>A request as policies and webhooks see it.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
/// <param name="Object">The object as it is to be stored; null if it is deleted.</param>
/// <param name="OldObject">The stored object; null if it is new.</param>
/// <param name="Options">The options of the request.</param>
internal sealed record PolicyRequest(
    ResourceKind Kind,
    string Subresource,
    string Operation,
    JsonObject? Object,
    JsonObject? OldObject,
    RequestOptions Options
)
{
    private JsonObject Known => Object ?? OldObject ?? [];

    public string Name => Known.Text("metadata", "name") ?? "";

    public string Namespace => Kind.Namespaced ? Known.Text("metadata", "namespace") ?? "" : "";

    public bool IsNamespace => Kind.Resource == GroupResource.Namespaces;

    public UserInfo User => Options.User ?? _component;

    private static readonly UserInfo _component = new()
    {
        Name = "system:kube-controller-manager",
        Groups = [UserInfo.Masters, UserInfo.Authenticated],
    };
}

/// <summary>The values of the variables of a policy's expressions for one request.</summary>
internal sealed class PolicyInput(PolicyRequest request, KubeObject? inNamespace, JsonObject? parameters, Authorizer authorizer)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>The cost so far, in CEL's units.</summary>
    public ulong Cost { get; private set; }

    public object? Evaluate(CelProgram program, IReadOnlyDictionary<string, CelProgram> variables)
    {
        var result = program.Evaluate(name => Find(name, variables));
        Cost += result.Cost;
        return result.Value;
    }

    private object? Find(string name, IReadOnlyDictionary<string, CelProgram> variables) =>
        name switch
        {
            "object" => CelJson.ToValue(request.Object),
            "oldObject" => CelJson.ToValue(request.OldObject),
            "params" => CelJson.ToValue(parameters),
            "namespaceObject" => CelJson.ToValue(inNamespace?.Body),
            "request" => _values.TryGetValue(name, out var found) ? found : _values[name] = CelJson.ToValue(CreateRequest()),
            "authorizer" => new AuthorizationCheck(AuthorizationCheck.Authorizer, new AuthorizationQuery(), Authorize),
            "authorizer.requestResource" => new AuthorizationCheck(
                AuthorizationCheck.ResourceCheck,
                new AuthorizationQuery
                {
                    Group = request.Kind.Group,
                    Resource = request.Kind.Plural,
                    Subresource = request.Subresource,
                    Namespace = request.Namespace,
                    Name = request.Name,
                },
                Authorize
            ),
            "variables" => new VariableMap(this, variables),
            _ => new CelError($"no such attribute(s): {name}"),
        };

    private AuthorizationDecision Authorize(AuthorizationQuery query)
    {
        var user = query.ServiceAccount is var (inNamespace, name)
            ? new UserInfo
            {
                Name = ServiceAccountUser.GetUserName(inNamespace, name),
                Groups = [.. ServiceAccountUser.GetGroups(inNamespace), UserInfo.Authenticated],
            }
            : request.User;
        var decision = authorizer.Authorize(
            new RequestAttributes
            {
                User = user,
                Verb = query.Verb,
                IsResource = query.Path.Length == 0,
                Path = query.Path,
                Group = query.Group,
                Resource = query.Resource,
                Subresource = query.Subresource,
                Namespace = query.Namespace,
                Name = query.Name,
            }
        );
        return new AuthorizationDecision(decision.IsAllowed, decision.Reason);
    }

    private JsonObject CreateRequest()
    {
        var kind = request.Kind;
        var result = new JsonObject();
        foreach (var prefix in (ReadOnlySpan<string>)["kind", "requestKind"])
        {
            result[prefix] = new JsonObject
            {
                ["group"] = kind.Group,
                ["version"] = kind.Version,
                ["kind"] = kind.Kind,
            };
        }

        foreach (var prefix in (ReadOnlySpan<string>)["resource", "requestResource"])
        {
            result[prefix] = new JsonObject
            {
                ["group"] = kind.Group,
                ["version"] = kind.Version,
                ["resource"] = kind.Plural,
            };
        }

        foreach (var prefix in (ReadOnlySpan<string>)["subResource", "requestSubResource"])
        {
            result[prefix] = request.Subresource;
        }

        result["name"] = request.Name;
        result["namespace"] = request.IsNamespace ? request.Name : request.Namespace;
        result["operation"] = request.Operation;
        result["userInfo"] = request.User.ToJson();
        result["dryRun"] = request.Options.DryRun;
        result["options"] = CreateOptions();
        return result;
    }

    private JsonObject CreateOptions()
    {
        var options = new JsonObject
        {
            ["apiVersion"] = "meta.k8s.io/v1",
            ["kind"] = request.Operation switch
            {
                "CREATE" => "CreateOptions",
                "UPDATE" => "UpdateOptions",
                _ => "DeleteOptions",
            },
        };
        if (request.Options.DryRun)
        {
            options["dryRun"] = new JsonArray("All");
        }

        return options;
    }

    /// <summary>The variables of a policy; each is evaluated when it is first read.</summary>
    private sealed class VariableMap(PolicyInput input, IReadOnlyDictionary<string, CelProgram> variables) : ICelMap
    {
        public int Count => variables.Count;

        public IEnumerable<object?> Keys => variables.Keys;

        public bool TryGet(object? key, out object? value)
        {
            value = null;
            if (key is not string name || !variables.TryGetValue(name, out var program))
            {
                return false;
            }

            var id = $"variables.{name}";
            if (!input._values.TryGetValue(id, out value))
            {
                value = input.Evaluate(program, variables);
                value = value is CelError error
                    ? new CelError($"composited variable \"{name}\" fails to evaluate: {error.Message}")
                    : value;
                input._values[id] = value;
            }
            return true;
        }
    }
}
