using Infra.Engine.Errors;

namespace Infra.Engine.Backends.S3;

/// <summary>Where the objects of an S3 backend are: its URL, with what the environment adds.</summary>
internal sealed record S3Options
{
    internal const string Scheme = "s3://";

    /// <summary>The beginning of the backend's locations: the scheme, the bucket and the prefix.</summary>
    public string Root => $"{Scheme}{Bucket}{(Prefix.Length > 0 ? "/" + Prefix : "")}";

    public required string Bucket { get; init; }

    /// <summary>The folder of the backend in the bucket, without slashes at its ends; "" for the bucket itself.</summary>
    public required string Prefix { get; init; }

    public required string Region { get; init; }

    /// <summary>The address of the service, with a final slash.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>True to put the bucket into the path, false to put it into the host's name.</summary>
    public required bool UsesPathStyle { get; init; }

    /// <summary>The encryption at rest that the server is asked for: <c>AES256</c> or <c>aws:kms</c>; null for the bucket's own.</summary>
    public string? Encryption { get; init; }

    /// <summary>The KMS key of the encryption, or null.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>The profile that the URL names, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>Parses <c>s3://bucket/prefix?region=…&amp;endpoint=…</c>, with the parameters that Pulumi's CLI takes.</summary>
    /// <exception cref="ConfigurationException">The URL has another form, a parameter is not supported, or no region is known.</exception>
    public static S3Options Parse(string url, Func<string, string?> environment)
    {
        var (path, query) = url[Scheme.Length..].Split('?', 2) is [var before, var after] ? (before, after) : (url[Scheme.Length..], "");
        var names = path.Trim('/').Split('/');
        if (names[0].Length == 0 || names.Any(name => name is "" or "." or ".."))
        {
            throw new ConfigurationException(
                $"the backend `{url}` has no bucket, or an empty folder: write s3://BUCKET or s3://BUCKET/FOLDER"
            );
        }

        var parameters = ParseQuery(url, query);
        var profile = AwsProfile.Load(parameters.GetValueOrDefault("profile"), environment);
        var given = parameters.GetValueOrDefault("endpoint")
            ?? Get("AWS_ENDPOINT_URL_S3")
            ?? Get("AWS_ENDPOINT_URL")
            ?? profile.EndpointUrl;
        var region = parameters.GetValueOrDefault("region")
            ?? Get("AWS_REGION")
            ?? Get("AWS_DEFAULT_REGION")
            ?? profile.Region
            ?? (given is not null ? "us-east-1" : null)
            ?? throw new ConfigurationException($"the backend `{url}` has no region: add `?region=REGION`, or set AWS_REGION");
        var isPlain = Is("disableSSL") || Is("disable_https");
        return new S3Options
        {
            Bucket = names[0],
            Prefix = string.Join('/', names[1..]),
            Region = region,
            Endpoint = ParseEndpoint(url, given ?? GetDefaultEndpoint(region), isPlain),

            // A wildcard certificate covers no bucket with a dot in its name.
            UsesPathStyle =
                Is("s3ForcePathStyle")
                || Is("use_path_style")
                || (given is not null && !parameters.ContainsKey("s3ForcePathStyle") && !parameters.ContainsKey("use_path_style"))
                || names[0].Contains('.', StringComparison.Ordinal),
            Encryption = parameters.GetValueOrDefault("ssetype"),
            EncryptionKey = parameters.GetValueOrDefault("kmskeyid"),
            Profile = parameters.GetValueOrDefault("profile"),
        };

        string? Get(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

        bool Is(string parameter) => parameters.GetValueOrDefault(parameter)?.ToUpperInvariant() is "TRUE" or "1" or "T";
    }

    private static Dictionary<string, string> ParseQuery(string url, string query)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var key, var text] ? (key, text) : (pair, "true");
            switch (name)
            {
                case "region" or "endpoint" or "profile" or "s3ForcePathStyle" or "use_path_style" or "disableSSL" or "disable_https":
                case "ssetype" or "kmskeyid":
                    parameters[name] = Uri.UnescapeDataString(value);
                    break;

                // The version of AWS' SDK in Pulumi's CLI, which has none here.
                case "awssdk":
                    break;
                default:
                    throw new ConfigurationException(
                        $"the backend `{url}`: the parameter `{name}` is not supported: use region, endpoint, profile, s3ForcePathStyle, "
                            + "disableSSL, ssetype or kmskeyid"
                    );
            }
        }

        return parameters;
    }

    private static string GetDefaultEndpoint(string region) =>
        $"https://s3.{region}.amazonaws.com{(region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}";

    private static Uri ParseEndpoint(string url, string endpoint, bool isPlain)
    {
        var address = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"{(isPlain ? "http" : "https")}://{endpoint}";
        return Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            ? parsed
            : throw new ConfigurationException(
                $"the backend `{url}`: the endpoint `{endpoint}` is not an address: write it as https://HOST or HOST:PORT"
            );
    }
}
