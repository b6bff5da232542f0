using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>
/// The variables of a container that several of a store say together: the address in one, and whether clients use TLS in another.
/// </summary>
/// <param name="values">The variables with a value, by name.</param>
internal sealed class StoreVariables(IReadOnlyDictionary<string, PropertyNode> values)
{
    private static readonly string[] Brokers = ["_BOOTSTRAP_SERVERS", "_BOOTSTRAPSERVERS"];

    /// <summary>The variables of Spring with nothing but a host.</summary>
    private static readonly string[] Hosts = ["SPRING_DATA_REDIS_HOST", "SPRING_RABBITMQ_HOST"];

    /// <summary>Finds the address of a store in a variable; null if there is none.</summary>
    public StoreUrl? Find(string name)
    {
        if (values[name].Text is not { Length: > 0 } text)
        {
            return null;
        }

        return StoreUrl.Find(text)
            ?? (
                IsEndpoint(name) ? StoreUrl.FindEndpoint(text)
                : Hosts.Contains(name) ? new StoreUrl(text, IsTrue($"{name[..^"_HOST".Length]}_SSL_ENABLED"))
                : FindBroker(name, text)
            );
    }

    private static bool IsEndpoint(string name) =>
        name.StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal) || name.EndsWith("_ENDPOINT_URL", StringComparison.Ordinal);

    /// <summary>Kafka's clients use TLS only where their security protocol says so.</summary>
    private StoreUrl? FindBroker(string name, string text)
    {
        if (Array.Find(Brokers, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is not { } brokers)
        {
            return null;
        }

        var protocol = Text($"{name[..^brokers.Length]}_SECURITY_PROTOCOL");
        return new StoreUrl(StoreUrl.GetHost(text), protocol?.EndsWith("SSL", StringComparison.Ordinal) == true);
    }

    private bool IsTrue(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    private string? Text(string name) => values.TryGetValue(name, out var value) ? value.Text : null;
}
