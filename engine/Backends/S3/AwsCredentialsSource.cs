using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Infra.Engine.Errors;

namespace Infra.Engine.Backends.S3;

/// <summary>
/// Finds the key that signs requests: in the environment, as a web identity (a pod's or CI job's token), in the shared files, or from the
/// container's endpoint, in this order. A temporary key is renewed before it becomes invalid.
/// </summary>
internal sealed class AwsCredentialsSource(S3Options options, HttpClient http, Func<string, string?> environment, TimeProvider time)
{
    private const string ContainerHost = "http://169.254.170.2";
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);
    private AwsCredentials? _current;

    /// <summary>Gets the key.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    /// <exception cref="StateException">A temporary key cannot be obtained.</exception>
    public async Task<AwsCredentials> GetAsync() =>
        _current is { } current && (current.Expires is not { } end || time.GetUtcNow() < end - RenewalMargin)
            ? current
            : _current = await FindAsync();

    private async Task<AwsCredentials> FindAsync()
    {
        // A profile in the URL is meant for this backend, the environment for anything.
        if (options.Profile is not null)
        {
            var chosen = AwsProfile.Load(options.Profile, environment);
            return chosen.FindCredentials() ?? throw new ConfigurationException($"{chosen.Origin}: there is no key for the backend in it");
        }

        if (Get("AWS_ACCESS_KEY_ID") is { } id && Get("AWS_SECRET_ACCESS_KEY") is { } secret)
        {
            return new AwsCredentials(id, secret, Get("AWS_SESSION_TOKEN"), "AWS_ACCESS_KEY_ID");
        }

        if (Get("AWS_WEB_IDENTITY_TOKEN_FILE") is { } tokenFile && Get("AWS_ROLE_ARN") is { } role)
        {
            return await AssumeRoleAsync(role, tokenFile);
        }

        var profile = AwsProfile.Load(null, environment);
        if (profile.FindCredentials() is { } shared)
        {
            return shared;
        }

        var container = Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative
            ? ContainerHost + relative
            : Get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        return container is not null
            ? await AskContainerAsync(container)
            : throw new ConfigurationException(
                $"{options.Root}: there is no key for the backend: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; also looked "
                    + $"for AWS_WEB_IDENTITY_TOKEN_FILE, for the {profile.Origin}, and for the container's endpoint. The metadata service of a "
                    + "machine is not asked"
            );
    }

    private async Task<AwsCredentials> AssumeRoleAsync(string role, string tokenFile)
    {
        var session = Get("AWS_ROLE_SESSION_NAME") ?? "infra";
        var host =
            $"https://sts.{options.Region}.amazonaws.com{(options.Region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/";
        var address = Get("AWS_ENDPOINT_URL_STS") ?? host;
        var form = new Dictionary<string, string>
        {
            ["Action"] = "AssumeRoleWithWebIdentity",
            ["Version"] = "2011-06-15",
            ["RoleArn"] = role,
            ["RoleSessionName"] = session,
            ["WebIdentityToken"] = (await ReadAsync(tokenFile)).Trim(),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        var answer = await SendAsync(request);
        try
        {
            var elements = XElement.Parse(answer).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
            return new AwsCredentials(
                elements["AccessKeyId"].First(),
                elements["SecretAccessKey"].First(),
                elements["SessionToken"].First(),
                $"the web identity {tokenFile} as {role}"
            )
            {
                Expires = XmlConvert.ToDateTimeOffset(elements["Expiration"].First()),
            };
        }
        catch (Exception error) when (error is XmlException or InvalidOperationException or FormatException)
        {
            throw new StateException($"{address}: the answer contains no temporary key for {role}: {error.Message}", error);
        }
    }

    private async Task<AwsCredentials> AskContainerAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var token = Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file
            ? (await ReadAsync(file)).Trim()
            : Get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        var answer = await SendAsync(request);
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement;
            return new AwsCredentials(
                root.GetProperty("AccessKeyId").GetString()!,
                root.GetProperty("SecretAccessKey").GetString()!,
                root.GetProperty("Token").GetString(),
                $"the container's endpoint {address}"
            )
            {
                Expires = root.GetProperty("Expiration").GetDateTimeOffset(),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StateException($"{address}: the answer contains no temporary key: {error.Message}", error);
        }
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? text
                : throw new StateException(
                    $"{request.RequestUri}: refuses a temporary key for the backend (HTTP {(int)response.StatusCode}): {text.Trim()}"
                );
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new StateException(
                $"{request.RequestUri}: does not answer, so that there is no key for the backend: {error.Message.TrimEnd('.')}",
                error
            );
        }
    }

    private static async Task<string> ReadAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"{path}: the token for the backend cannot be read: {error.Message}", error);
        }
    }

    private string? Get(string variable) => environment(variable) is { Length: > 0 } value ? value : null;
}
