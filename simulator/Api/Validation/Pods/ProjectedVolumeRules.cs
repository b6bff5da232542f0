using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for projected volumes.</summary>
internal static class ProjectedVolumeRules
{
    private const long MinimumTokenSeconds = 600;
    private const long MaximumTokenSeconds = 1L << 32;

    private static readonly string[] _sources =
    [
        "secret",
        "configMap",
        "downwardAPI",
        "serviceAccountToken",
        "clusterTrustBundle",
        "podCertificate",
    ];

    public static void Check(JsonObject volume, string path, FieldErrors errors)
    {
        VolumeFileRules.CheckMode(volume, "defaultMode", path, errors);
        var files = new HashSet<string>();
        foreach (var (index, source) in volume.Objects("sources").Index())
        {
            var at = $"{path}.sources[{index}]";
            CheckObjects(source, files, at, path, errors);
            foreach (var item in source.Objects("downwardAPI", "items"))
            {
                VolumeFileRules.CheckDownwardItem(item, $"{at}.downwardAPI", errors);
                AddFile(item.Text("path"), item.Text("path") ?? "", files, path, errors);
            }

            if (source.Map("serviceAccountToken") is { } token)
            {
                CheckToken(token, $"{at}.serviceAccountToken", path, errors);
            }

            if (source.Map("clusterTrustBundle") is { } bundle)
            {
                CheckTrustBundle(bundle, files, $"{at}.clusterTrustBundle", path, errors);
            }

            if (_sources.Count(source.ContainsKey) > 1)
            {
                errors.Forbidden(at, "may not specify more than 1 volume type per source");
            }
        }
    }

    private static void CheckObjects(JsonObject source, HashSet<string> files, string at, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["secret", "configMap"])
        {
            if (source.Map(field) is not { } given)
            {
                continue;
            }

            var name = given.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.{field}.name");
            }

            foreach (var (index, item) in given.Objects("items").Index())
            {
                VolumeFileRules.CheckItem(item, $"{at}.{field}.items[{index}]", errors);
                AddFile(item.Text("path"), name, files, path, errors);
            }
        }
    }

    private static void CheckToken(JsonObject token, string at, string path, FieldErrors errors)
    {
        var seconds = token.Number("expirationSeconds") ?? 0;
        if (seconds < MinimumTokenSeconds)
        {
            errors.Invalid($"{at}.expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        }

        if (seconds > MaximumTokenSeconds)
        {
            errors.Invalid($"{at}.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
        }

        if (token.Text("path") is { Length: > 0 } file)
        {
            PathRules.CheckFile(file, $"{path}.path", errors);
        }
        else
        {
            errors.Required($"{path}.path");
        }
    }

    private static void CheckTrustBundle(JsonObject bundle, HashSet<string> files, string at, string path, FieldErrors errors)
    {
        var (name, signer) = (bundle.Text("name"), bundle.Text("signerName"));
        switch (name, signer)
        {
            case ({ }, { }):
                errors.Invalid(
                    at,
                    InternalVersions.InternalForm.Create("ClusterTrustBundleProjection", bundle),
                    "only one of name and signerName may be used"
                );
                break;
            case ({ } given, null):
                CheckBundleName(bundle, given, at, errors);
                break;
            case (null, { } given):
                if (given.Length == 0)
                {
                    errors.Required($"{at}.signerName", "must be a valid signer name");
                }

                LabelRules.CheckSelector(bundle.Map("labelSelector"), $"{at}.labelSelector", errors);
                break;
            default:
                errors.Required(at, "either name or signerName must be specified");
                break;
        }
        var file = bundle.Text("path") ?? "";
        if (file.Length == 0)
        {
            errors.Required($"{at}.path");
        }

        PathRules.CheckFile(file, $"{at}.path", errors);
        AddFile(file, file, files, path, errors);
    }

    private static void CheckBundleName(JsonObject bundle, string name, string at, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required($"{at}.name", "must be a valid object name");
        }

        foreach (var problem in ObjectNames.SubdomainProblems(name[(name.LastIndexOf(':') + 1)..]))
        {
            errors.Invalid($"{at}.name", name, $"not a valid clustertrustbundlename: {problem}");
        }

        if (bundle.Map("labelSelector") is { } selector)
        {
            errors.Invalid($"{at}.labelSelector", selector.Clone(), "labelSelector must be unset if name is specified");
        }
    }

    private static void AddFile(string? file, string shown, HashSet<string> files, string path, FieldErrors errors)
    {
        if (file is { Length: > 0 } && !files.Add(file))
        {
            errors.Invalid(path, shown, "conflicting duplicate paths");
        }
    }
}
