using System.Globalization;
using System.Text;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Loading;

/// <summary>
/// Replaces <c>${path}</c> in the values of manifests by settings of the stack; <c>$${</c> is the text <c>${</c>. A path has keys with dots
/// between them, positions as <c>[0]</c>, and keys with other characters as <c>["a.b"]</c>, as Pulumi writes them.
/// </summary>
/// <remarks>
/// Its value is a setting as written, or one of: <c>name</c>, <c>namespace</c>, <c>stack</c>, and <c>services.&lt;name&gt;.image</c> with
/// <c>tag</c> and <c>digest</c> of the resolved image. A value without quotes that is only <c>${path}</c> keeps the type of the setting. An
/// image that the update builds is marked, so that the object gets its digest.
/// </remarks>
internal sealed class ManifestValues(StackSettings settings, string stack, WrittenSettings written)
{
    private const string Begin = "${";

    /// <summary>Replaces the references of a value. Errors are added to <paramref name="errors"/>.</summary>
    public ScalarNode Replace(ScalarNode value, bool isPlain, SettingsErrors errors)
    {
        if (!value.Text.Contains(Begin, StringComparison.Ordinal))
        {
            return value;
        }

        var (text, unbuilt) = (new StringBuilder(), new StringBuilder());
        var isBuilt = false;
        var rest = value.Text.AsSpan();
        ScalarNode? replaced = null;
        for (var at = rest.IndexOf(Begin); at >= 0; at = rest.IndexOf(Begin))
        {
            if (at > 0 && rest[at - 1] == '$')
            {
                text.Append(rest[..(at - 1)]).Append(Begin);
                unbuilt.Append(rest[..(at - 1)]).Append(Begin);
                rest = rest[(at + Begin.Length)..];
                continue;
            }

            text.Append(rest[..at]);
            unbuilt.Append(rest[..at]);
            rest = rest[(at + Begin.Length)..];
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                errors.Add(
                    value.Location,
                    SettingsPath.Root,
                    "'${' is not closed",
                    "write '}' after the setting, or '$${' for the text itself"
                );
                return value;
            }

            var path = rest[..end].ToString();
            rest = rest[(end + 1)..];
            if ((replaced = Find(path, value.Location, errors)) is null)
            {
                return value;
            }

            text.Append(replaced.Text);
            unbuilt.Append(replaced.Unbuilt ?? replaced.Text);
            isBuilt |= replaced.Unbuilt is not null;
        }

        var isWhole =
            isPlain
            && replaced is not null
            && value.Text.StartsWith(Begin, StringComparison.Ordinal)
            && text.ToString() == replaced.Text
            && rest.IsEmpty;
        return value with
        {
            Text = text.Append(rest).ToString(),
            Unbuilt = isBuilt ? unbuilt.Append(rest).ToString() : null,
            Kind = isWhole ? replaced!.Kind : ScalarKind.Text,
        };
    }

    private ScalarNode? Find(string path, Location at, SettingsErrors errors)
    {
        if (ParsePath(path) is not { } setting)
        {
            Reject($"'${{{path}}}' does not name a setting");
            return null;
        }

        string[] keys = [.. setting.Segments().Select(segment => segment.Key)];
        switch (FindResolved(keys) ?? written.FindNode(setting))
        {
            case null when keys is ["services", var built, "image", "digest"] && FindService(built) is { Image.Build: not null }:
                errors.Add(
                    at,
                    SettingsPath.Root,
                    $"the image of '{built}' is built, and has a digest only then",
                    $"write '${{services.{built}.image}}', which becomes the image with its digest"
                );
                return null;
            case ScalarNode { IsSecret: true }:
                errors.Add(
                    at,
                    SettingsPath.Root,
                    $"the setting '{path}' is encrypted, and a manifest shows its values",
                    "use 'env' or 'files' of a service, or an object that reads the secret from elsewhere"
                );
                return null;
            case ScalarNode { Kind: not ScalarKind.Null } scalar:
                return scalar;
            case MappingNode mapping:
                Reject(
                    $"the setting '{path}' is not a single value: it has {string.Join(", ", mapping.Entries.Select(entry => entry.Key))}"
                );
                return null;
            case SequenceNode:
                Reject($"the setting '{path}' is a list: '{path}[0]' is its first value");
                return null;
            default:
                Reject($"the setting '{path}' is not set");
                return null;
        }

        void Reject(string problem) =>
            errors.Add(
                at,
                SettingsPath.Root,
                problem,
                "name a setting that is set, such as ${namespace}, or write '$${' for the text '${' itself"
            );
    }

    private ServiceSettings? FindService(string name) => settings.Services.GetValueOrDefault(name);

    private ScalarNode? FindResolved(string[] path)
    {
        if (path is ["services", var name, "image", .. var part] && FindService(name) is { } service)
        {
            return FindImage(service, part);
        }

        var text = path switch
        {
            ["name"] => settings.Name,
            ["namespace"] => settings.NamespaceOrDefault(),
            ["stack"] => stack,
            _ => null,
        };
        return CreateText(text);
    }

    private ScalarNode? FindImage(ServiceSettings service, string[] part)
    {
        var image = service.Image.Resolve(settings.Images);
        return part switch
        {
            [] when service.Image.Build is not null => CreateText(image.ToString())! with { Unbuilt = BuiltImageText.Write(image) },
            [] => CreateText(image.ToString()),
            ["tag"] => CreateText(image.Tag),
            ["digest"] => CreateText(image.Digest),
            _ => null,
        };
    }

    private static ScalarNode? CreateText(string? text) =>
        text is null ? null : new ScalarNode(new Location("", null), text, ScalarKind.Text);

    private static SettingsPath? ParsePath(string text)
    {
        var (path, rest) = (SettingsPath.Root, text);
        while (rest.Length > 0)
        {
            if (rest.StartsWith("[\"", StringComparison.Ordinal) && rest.IndexOf("\"]", StringComparison.Ordinal) is var quote and > 0)
            {
                (path, rest) = (path.Key(rest[2..quote]), rest[(quote + 2)..]);
            }
            else if (rest[0] == '[' && rest.IndexOf(']', StringComparison.Ordinal) is var bracket and > 0)
            {
                if (!int.TryParse(rest.AsSpan(1, bracket - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    return null;
                }

                (path, rest) = (path.Item(index), rest[(bracket + 1)..]);
            }
            else
            {
                var key = rest.AsSpan(rest[0] == '.' && path != SettingsPath.Root ? 1 : 0);
                var length = key.IndexOfAny('.', '[') is var end and >= 0 ? end : key.Length;
                if (length == 0 || key[..length].ContainsAnyExcept(KeyCharacters))
                {
                    return null;
                }

                (path, rest) = (path.Key(key[..length].ToString()), key[length..].ToString());
            }
        }

        return path == SettingsPath.Root ? null : path;
    }

    private static readonly System.Buffers.SearchValues<char> KeyCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/"
    );
}
