using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the address of a webhook: a URL or a service.</summary>
internal static class WebhookClients
{
    private const string Form = "; desired format: https://host[/path]";

    /// <param name="client">The client configuration.</param>
    /// <param name="path">Its path.</param>
    /// <param name="whenBoth">The message if neither or both of URL and service are set.</param>
    /// <param name="errors">Collects the errors.</param>
    public static void Check(JsonObject client, string path, string whenBoth, FieldErrors errors)
    {
        var (url, service) = (client.Text("url"), client.Map("service"));
        if (url is null == service is null)
        {
            errors.Required(path, whenBoth);
        }
        else if (url is not null)
        {
            CheckUrl(url, $"{path}.url", errors);
        }
        else
        {
            CheckService(service!, $"{path}.service", errors);
        }
    }

    private static void CheckUrl(string url, string path, FieldErrors errors)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            errors.Invalid(path, "", "'https' is the only allowed URL scheme" + Form);
            errors.Invalid(path, "", "host must be specified" + Form);
            return;
        }

        if (parsed.Scheme != "https")
        {
            errors.Invalid(path, parsed.Scheme, "'https' is the only allowed URL scheme" + Form);
        }

        if (parsed.Host.Length == 0)
        {
            errors.Invalid(path, "", "host must be specified" + Form);
        }

        if (parsed.UserInfo.Length > 0)
        {
            errors.Invalid(path, parsed.UserInfo, "user information is not permitted in the URL");
        }

        if (parsed.Fragment.Length > 1)
        {
            errors.Invalid(path, parsed.Fragment[1..], "fragments are not permitted in the URL");
        }

        if (parsed.Query.Length > 1)
        {
            errors.Invalid(path, parsed.Query[1..], "query parameters are not permitted in the URL");
        }
    }

    private static void CheckService(JsonObject service, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace"])
        {
            if (service.Text(field) is null or "")
            {
                errors.Required($"{path}.{field}");
            }
        }

        if (service.Number("port") is { } port and (< 1 or > 65535))
        {
            errors.Invalid($"{path}.port", port, "port is not valid: must be between 1 and 65535, inclusive");
        }

        CheckPath(service.Text("path"), $"{path}.path", errors);
    }

    private static void CheckPath(string? urlPath, string path, FieldErrors errors)
    {
        if (urlPath is null or "" or "/")
        {
            return;
        }

        if (urlPath == "//")
        {
            errors.Invalid(path, urlPath, "segment[0] may not be empty");
            return;
        }

        if (urlPath[0] != '/')
        {
            errors.Invalid(path, urlPath, "must start with a '/'");
        }

        var steps = urlPath[1..];
        steps = steps.EndsWith('/') ? steps[..^1] : steps;
        foreach (var (index, step) in steps.Split('/').Index())
        {
            if (step.Length == 0)
            {
                errors.Invalid(path, urlPath, $"segment[{index}] may not be empty");
                continue;
            }

            foreach (var problem in ObjectNames.SubdomainProblems(step))
            {
                errors.Invalid(path, urlPath, $"segment[{index}]: {problem}");
            }
        }
    }
}
