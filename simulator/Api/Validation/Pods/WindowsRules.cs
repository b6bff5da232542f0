using System.Buffers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the options of Windows containers.</summary>
internal static partial class WindowsRules
{
    private const int MaximumSpecKibibytes = 64;
    private const int MaximumDomainLength = 256;
    private const int MaximumUserLength = 104;

    private static readonly SearchValues<char> BadUserCharacters = SearchValues.Create("\"/\\:;|=,+*?<>@[]");

    public static void Check(JsonObject? options, string path, FieldErrors errors)
    {
        if (options.Text("gmsaCredentialSpecName") is { } name)
        {
            errors.InvalidAll($"{path}.gmsaCredentialSpecName", name, ObjectNames.SubdomainProblems(name));
        }

        if (options.Text("gmsaCredentialSpec") is { } credentials)
        {
            if (credentials.Length == 0)
            {
                errors.Invalid($"{path}.gmsaCredentialSpec", credentials, "gmsaCredentialSpec cannot be an empty string");
            }
            else if (credentials.Length > MaximumSpecKibibytes * 1024)
            {
                errors.Invalid(
                    $"{path}.gmsaCredentialSpec",
                    credentials,
                    $"gmsaCredentialSpec size must be under {MaximumSpecKibibytes} KiB"
                );
            }
        }
        if (options.Text("runAsUserName") is { } user)
        {
            errors.InvalidAll($"{path}.runAsUserName", user, UserProblems(user));
        }
    }

    /// <summary>Checks that all containers of a pod, or none, are processes of the host.</summary>
    public static void CheckHostProcesses(PodScope scope)
    {
        var podSetting = scope.Spec.Map("securityContext", "windowsOptions")?["hostProcess"]?.GetValue<bool>();
        var (count, processes) = (0, 0);
        foreach (var (container, path) in scope.VisitContainers())
        {
            count++;
            var setting = container.Map("securityContext", "windowsOptions")?["hostProcess"]?.GetValue<bool>();
            if (podSetting is { } pod && setting is { } own && pod != own)
            {
                scope.Errors.Invalid(
                    $"{path}.securityContext.windowsOptions.hostProcess",
                    own,
                    $"pod hostProcess value must be identical if both are specified, was {(pod ? "true" : "false")}"
                );
            }

            processes += setting ?? podSetting ?? false ? 1 : 0;
        }
        if (processes == 0)
        {
            return;
        }

        if (processes != count)
        {
            scope.Errors.Invalid(
                scope.Path,
                "",
                "If pod contains any hostProcess containers then all containers must be HostProcess containers"
            );
        }

        if (!scope.UsesHostNetwork)
        {
            scope.Errors.Invalid($"{scope.Path}.hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    private static IEnumerable<string> UserProblems(string name)
    {
        var parts = name.Split('\\');
        if (name.Length == 0)
        {
            return ["runAsUserName cannot be an empty string"];
        }

        if (name.Any(char.IsControl))
        {
            return ["runAsUserName cannot contain control characters"];
        }

        return parts.Length > 2
            ? ["runAsUserName cannot contain more than one backslash"]
            : PartProblems(parts.Length == 2 ? parts[0] : null, parts[^1]);
    }

    private static IEnumerable<string> PartProblems(string? domain, string user)
    {
        if (domain?.Length >= MaximumDomainLength)
        {
            yield return $"runAsUserName's Domain length must be under {MaximumDomainLength} characters";
        }

        if (domain is not null && !NetBiosDomain().IsMatch(domain) && !DnsDomain().IsMatch(domain))
        {
            yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
        }

        if (user.Length == 0)
        {
            yield return "runAsUserName's User cannot be empty";
        }
        else if (user.Length > MaximumUserLength)
        {
            yield return $"runAsUserName's User length must not be longer than {MaximumUserLength} characters";
        }

        if (user.Length > 0 && user.All(letter => letter is '.' or ' '))
        {
            yield return "runAsUserName's User cannot contain only periods or spaces";
        }

        if (user.AsSpan().ContainsAny(BadUserCharacters))
        {
            yield return "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        }
    }

    [GeneratedRegex("""^[^\\/:\*\?"<>|\.][^\\/:\*\?"<>|]{0,14}$""")]
    private static partial Regex NetBiosDomain();

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")]
    private static partial Regex DnsDomain();
}
