using System.Text.Json;
using CsCheck;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Support;

/// <summary>Generates objects of any kind, valid by the Kubernetes schema or, on request, invalid.</summary>
internal sealed class ObjectGenerator
{
    private const int Deepest = 9;
    private const string Definitions = "#/definitions/";

    // Values that rules check, so that random objects often comply with or violate them.
    private static readonly string[] Words =
    [
        "",
        "app",
        "default",
        "latest",
        "nginx",
        "nginx:latest",
        "ghcr.io/example/app:1.0.0",
        "10Gi",
        "100m",
        "50%",
        "-1",
        "Always",
        "Never",
        "OnFailure",
        "RuntimeDefault",
        "Localhost",
        "Unconfined",
        "ALL",
        "SYS_ADMIN",
        "NET_BIND_SERVICE",
        "linux",
        "windows",
        "/",
        "/etc",
        "/var/run/docker.sock",
        "None",
        "NodePort",
        "LoadBalancer",
        "Recreate",
        "RollingUpdate",
        "OnDelete",
        "Service",
        "ServiceAccount",
        "Deployment",
        "Role",
        "cluster-admin",
        "*",
        "In",
        "Exists",
        "Ingress",
        "Egress",
        "DB_PASSWORD",
        "app.kubernetes.io/name",
        "AlwaysAllow",
        "secrets",
        "create",
        "policy/v1beta1",
    ];

    private static readonly double[] Numbers = [0, 1, 2, 3, 10, 22, 53, 80, 8080, 65536, -1, 0.5, 1e9, 10_000];
    private static readonly JsonElement Schema = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kubernetes-1.36.json")))
        .RootElement;

    private readonly PCG _random;
    private readonly bool _isMalformed;
    private ulong _values;

    private ObjectGenerator(PCG random, bool isMalformed) => (_random, _isMalformed) = (random, isMalformed);

    /// <summary>Objects of any kind.</summary>
    public static Gen<PolicyResource> AnyObject(bool isMalformed = false) => Create(isMalformed, generator => generator.NextObject());

    /// <summary>Objects that create pods.</summary>
    public static Gen<PolicyResource> AnyWorkload(bool isMalformed = false) => Create(isMalformed, generator => generator.NextWorkload());

    private static SchemaGen Create(bool isMalformed, Func<ObjectGenerator, PolicyResource> next) => new(isMalformed, next);

    private PolicyResource NextObject()
    {
        var kinds = Schema.GetProperty("resources");
        var kind = kinds[Next(kinds.GetArrayLength())];
        var definition = kind.GetProperty("definition").GetString()!;
        var (group, version, name) = (
            kind.GetProperty("group").GetString()!,
            kind.GetProperty("version").GetString()!,
            kind.GetProperty("kind").GetString()!
        );
        return Make(group, version, name, definition);
    }

    private PolicyResource NextWorkload()
    {
        var (group, kind) = Pick([
            ("apps", "Deployment"),
            ("apps", "StatefulSet"),
            ("apps", "DaemonSet"),
            ("batch", "Job"),
            ("batch", "CronJob"),
            ("core", "Pod"),
            ("core", "PodTemplate"),
        ]);
        return Make(group == "core" ? "" : group, "v1", kind, $"io.k8s.api.{group}.v1.{kind}");
    }

    private PolicyResource Make(string group, string version, string kind, string definition)
    {
        var value = Generate(Schema.GetProperty("definitions").GetProperty(definition), 0);
        var properties = value is PropertyObject map ? map.Properties : PropertyMap.Empty;
        var type = $"kubernetes:{(group.Length == 0 ? "core" : group)}/{version}:{kind}";
        if (!_isMalformed)
        {
            properties = properties.SetItem("apiVersion", group.Length == 0 ? version : $"{group}/{version}").SetItem("kind", kind);
        }

        return new PolicyResource
        {
            Urn = $"urn:pulumi:test::tests::{type}::{_random.Next()}",
            Type = type,
            Name = Pick(["app", "other"]),
            Properties = properties,
        };
    }

    private PropertyValue Generate(JsonElement schema, int depth)
    {
        _values++;
        if (_isMalformed && NextFraction() < 0.04)
        {
            return Odd(schema, depth);
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()![Definitions.Length..];
            return name.EndsWith(".Quantity", StringComparison.Ordinal) ? Pick(["100m", "128Mi", "2", "1Gi", "10"])
                : name.EndsWith(".IntOrString", StringComparison.Ordinal)
                    ? Next(2) == 0 ? Pick(Numbers)
                        : Pick(Words)
                : Generate(Schema.GetProperty("definitions").GetProperty(name), depth + 1);
        }

        return (schema.TryGetProperty("type", out var type) ? type.GetString() : "object") switch
        {
            "object" => Object(schema, depth),
            "array" => new PropertyArray([
                .. Enumerable.Range(0, depth > Deepest ? 0 : Next(3)).Select(_ => Generate(schema.GetProperty("items"), depth + 1)),
            ]),
            "boolean" => Next(2) == 0,
            "integer" or "number" => Pick(Numbers),
            _ => schema.TryGetProperty("enum", out var allowed) ? allowed[Next(allowed.GetArrayLength())].GetString()! : Pick(Words),
        };
    }

    private PropertyObject Object(JsonElement schema, int depth)
    {
        var properties = new List<KeyValuePair<string, PropertyValue>>();
        if (schema.TryGetProperty("properties", out var known) && depth <= Deepest)
        {
            // Rules check deeply nested fields, so the fields on the path to them are more likely than others.
            foreach (var property in known.EnumerateObject())
            {
                if (NextFraction() < (property.Name is "spec" or "template" or "containers" or "metadata" or "jobTemplate" ? 0.95 : 0.35))
                {
                    properties.Add(KeyValuePair.Create(property.Name, Generate(property.Value, depth + 1)));
                }
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var additional))
        {
            for (var i = Next(3); i > 0; i--)
            {
                properties.Add(KeyValuePair.Create(Pick(Words), Generate(additional, depth + 1)));
            }
        }

        return new PropertyObject(PropertyMap.From(properties));
    }

    private PropertyValue Odd(JsonElement schema, int depth) =>
        Next(7) switch
        {
            0 => PropertyValue.Null,
            1 => new PropertyUnknown(),
            2 => PropertyValue.Array(Pick(Words), PropertyValue.Null, Pick(Numbers)),
            3 => PropertyMap.Create((Pick(Words), Pick(Numbers))),
            4 => double.NaN,
            5 => new PropertyOutput(null, true, []),
            _ => depth > Deepest ? PropertyValue.Null : new PropertySecret(Generate(schema, depth + 1)),
        };

    private T Pick<T>(T[] from) => from[Next(from.Length)];

    private int Next(int maxExclusive) => (int)_random.Next((uint)maxExclusive);

    private double NextFraction() => _random.Next() / (uint.MaxValue + 1.0);

    /// <summary>Measures an object by its number of values, so that failures shrink to small objects.</summary>
    private sealed class SchemaGen(bool isMalformed, Func<ObjectGenerator, PolicyResource> next) : Gen<PolicyResource>
    {
        public override PolicyResource Generate(PCG pcg, Size? min, out Size size)
        {
            var generator = new ObjectGenerator(pcg, isMalformed);
            var item = next(generator);
            size = new Size(generator._values);
            return item;
        }
    }
}
