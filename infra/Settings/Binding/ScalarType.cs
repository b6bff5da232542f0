using System.Globalization;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings.Binding;

/// <summary>A type of scalars: how to convert and describe them.</summary>
/// <param name="Description">The type for messages, with its article: "a duration".</param>
/// <param name="Cure">How to write it, after the word "write".</param>
/// <param name="JsonTypes">Its types in JSON schema.</param>
/// <param name="Pattern">A regular expression (ECMA 262) for its text, for editors; null if any text is valid.</param>
/// <param name="Convert">Converts a scalar; null if it is not of this type.</param>
internal sealed record ScalarType(string Description, string Cure, string[] JsonTypes, string? Pattern, Func<ScalarNode, object?> Convert)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly Dictionary<Type, ScalarType> Known = new()
    {
        [typeof(string)] = new("a string", "it in quotes", ["string"], null, node => node.Kind == ScalarKind.Text ? node.Text : null),
        [typeof(Text)] = new("a string, a whole number or a boolean", "it in quotes", ["string", "integer", "boolean"], null, node =>
            IsFraction(node) ? null : new Text(node.Text, node.IsSecret)
        ),
        [typeof(bool)] = new("true or false", "it as true", ["boolean"], null, node =>
            node.Kind == ScalarKind.Boolean ? node.Text is ['t' or 'T', ..] : null
        ),
        [typeof(int)] = new("a whole number", "it in digits, as in 3", ["integer"], null, node =>
            IsNumber(node) && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, Invariant, out var value) ? value : null
        ),
        [typeof(double)] = new("a number", "it as 0.5", ["number"], null, node =>
            IsNumber(node) && double.TryParse(node.Text, NumberStyles.Float, Invariant, out var value) ? value : null
        ),
        [typeof(TimeSpan)] = new(
            "a duration: a number and a unit (d, h, m, s, ms), at most 10000d",
            "it as 15s",
            ["string"],
            "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$",
            node => node.Kind == ScalarKind.Text && Duration.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(Quantity)] = new(
            "a quantity: a number and a unit (m; k, M, G; Ki, Mi, Gi)",
            "it as 250m or 512Mi",
            ["string", "number"],
            Quantity.Pattern,
            node => node.Kind is ScalarKind.Text or ScalarKind.Number && Quantity.TryParse(node.Text, null, out var value) ? value : null
        ),
        [typeof(IntOrPercent)] = new("a whole number or a percentage", "it as 1 or 25%", ["integer", "string"], "^[0-9]+%$", node =>
            char.IsAsciiDigit(node.Text.FirstOrDefault()) && IntOrPercent.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(ImageReference)] = new(
            "a container image",
            "it as registry/repository:tag or registry/repository@sha256:<digest>",
            ["string"],
            null,
            node => node.Kind == ScalarKind.Text && ImageReference.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(K3sVersion)] = new("a release of K3s", "it as v1.36.2-k3s1", ["string"], K3sVersion.Pattern, node =>
            node.Kind == ScalarKind.Text && K3sVersion.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(UserId)] = new("a user ID or 'image'", "it as 1000 or image", ["integer", "string"], "^image$", node =>
            node.Kind is ScalarKind.Number or ScalarKind.Text && UserId.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(SecretSource)] = new("a boolean or the name of a Secret", "it as true or shop-db", ["boolean", "string"], null, node =>
            node.Kind switch
            {
                ScalarKind.Boolean => new SecretSource(node.Text is ['t' or 'T', ..]),
                ScalarKind.Text when !node.IsSecret => new SecretSource(false, node.Text),
                _ => null,
            }
        ),
        [typeof(FilePermissions)] = new("permissions in octal digits, in quotes", "it as \"0440\"", ["string"], "^0?[0-7]{3}$", node =>
            node.Kind == ScalarKind.Text && FilePermissions.TryParse(node.Text, out var mode) ? mode : null
        ),
        [typeof(ConfinementProfile)] = new(
            "a profile: runtimeDefault, unconfined or localhost/<profile>",
            "it as runtimeDefault or localhost/<profile>",
            ["string"],
            "^(runtimeDefault|unconfined|localhost/.+)$",
            node => node.Kind == ScalarKind.Text && ConfinementProfile.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(ExternalAddress)] = new(
            "an outside address: a host or CIDR range, and a port",
            "it as smtp.example.com:587",
            ["string"],
            "^.+:[0-9]+$",
            node => ExternalAddress.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(ServiceReference)] = new(
            "the name of a service, or a service and its port",
            "it as orders or flagd:grpc",
            ["string"],
            "^[^:]+(:[^:]+)?$",
            node => node.Kind == ScalarKind.Text && ServiceReference.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(NodeSelector)] = new("a label selector", "it as \"disk in (ssd, nvme), !spot, cores > 15\"", ["string"], null, node =>
            node.Kind == ScalarKind.Text && NodeSelector.TryParse(node.Text, out var value) ? value : null
        ),
        [typeof(ProcessingTime)] = new(
            "a time of processing, at most 1h",
            "it as 250us, 4ms or 1.5s",
            ["string"],
            ProcessingTime.Pattern,
            node => node.Kind == ScalarKind.Text ? ProcessingTime.Parse(node.Text) : null
        ),
        [typeof(FaultTarget)] = new(
            "a zone or a number of nodes",
            "it as 'zone b', 'node', '2 nodes' or '2 nodes of <pool>'",
            ["string"],
            FaultTarget.Pattern,
            node => node.Kind == ScalarKind.Text ? FaultTarget.Parse(node.Text) : null
        ),
        [typeof(Structure)] = new(
            "a value of any structure, as in the Kubernetes object",
            "it as in the Kubernetes object",
            ["object", "array", "string", "number", "boolean"],
            null,
            node => new Structure(node)
        ),
        [typeof(PortReference)] = new(
            "a port: its name or a number from 1 to 65535",
            "it as http or 8080",
            ["string", "integer"],
            "^([a-z0-9]+-)*[a-z0-9]+$",
            node => node.Kind is ScalarKind.Text or ScalarKind.Number ? PortReference.Parse(node.Text) : null
        ),
    };

    /// <summary>Finds the scalar type of a .NET type; null for records and collections.</summary>
    public static ScalarType? Find(Type type) =>
        Known.TryGetValue(type, out var known) ? known
        : type.IsEnum ? FromEnum(type)
        : null;

    /// <summary>The names of an enum's members in YAML.</summary>
    public static IReadOnlyList<string> EnumNames(Type enumType) => [.. Enum.GetNames(enumType).Select(EnumName)];

    /// <summary>Converts the name of an enum's member to camel case.</summary>
    public static string EnumName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static ScalarType FromEnum(Type type)
    {
        var names = EnumNames(type);
        return new ScalarType($"one of {string.Join(", ", names)}", $"it as {names[0]}", ["string"], null, node =>
            names.Contains(node.Text, StringComparer.Ordinal) ? Enum.Parse(type, node.Text, ignoreCase: true) : null
        );
    }

    private static bool IsNumber(ScalarNode node) => node.Kind == ScalarKind.Number;

    private static bool IsFraction(ScalarNode node) =>
        IsNumber(node) && node.Text.AsSpan().TrimStart("+-").ContainsAnyExceptInRange('0', '9');
}
