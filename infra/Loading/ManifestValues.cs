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
/// <c>tag</c> and <c>digest</c> of the resolved image. A value without quotes that is only <c>${path}</c> keeps the type of the setting.
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

        var text = new StringBuilder();
        var rest = value.Text.AsSpan();
        ScalarNode? replaced = null;
        for (var at = rest.IndexOf(Begin); at >= 0; at = rest.IndexOf(Begin))
        {
            if (at > 0 && rest[at - 1] == '$')
            {
                text.Append(rest[..(at - 1)]).Append(Begin);
                rest = rest[(at + Begin.Length)..];
                continue;
            }

            text.Append(rest[..at]);
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
        }

        var isWhole =
            isPlain
            && replaced is not null
            && value.Text.StartsWith(Begin, StringComparison.Ordinal)
            && text.ToString() == replaced.Text
            && rest.IsEmpty;
        return isWhole
            ? value with
            {
                Text = replaced!.Text,
                Kind = replaced.Kind,
            }
            : value with
            {
                Text = text.Append(rest).ToString(),
                Kind = ScalarKind.Text,
            };
    }

    private ScalarNode? Find(string path, Location at, SettingsErrors errors)
    {
        if (ParsePath(path) is not { } setting)
        {
            Reject($"'${{{path}}}' does not name a setting");
            return null;
        }

        switch (FindResolved([.. setting.Segments().Select(segment => segment.Key)]) ?? written.FindNode(setting))
        {
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

    private ScalarNode? FindResolved(string[] path)
    {
        var text = path switch
        {
            ["name"] => settings.Name,
            ["namespace"] => settings.NamespaceOrDefault(),
            ["stack"] => stack,
            ["services", var name, "image", .. var part] when settings.Services.TryGetValue(name, out var service) => service.Image.Resolve(
                settings.Images
            ) switch
            {
                var image when part is [] => image.ToString(),
                var image when part is ["tag"] => image.Tag,
                var image when part is ["digest"] => image.Digest,
                _ => null,
            },
            _ => null,
        };
        return text is null ? null : new ScalarNode(new Location("", null), text, ScalarKind.Text);
    }

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
