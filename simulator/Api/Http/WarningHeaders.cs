using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Infra.Simulator.Api.Http;

/// <summary>The headers <c>Warning</c> of a response, within the API server's limits of their size.</summary>
internal sealed class WarningHeaders
{
    private const int MaximumRunes = 4 * 1024;
    private const int MaximumRunesOfTruncated = 256;

    private readonly List<string> _texts = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Adds warnings, each text once. A text with control characters cannot be a header and is left out.</summary>
    public static void Add(HttpResponse response, IEnumerable<string> warnings)
    {
        var features = response.HttpContext.Features;
        var headers = features.Get<WarningHeaders>() ?? new WarningHeaders();
        features.Set(headers);
        headers._texts.AddRange(
            warnings.Where(text => text.Length > 0 && headers._known.Add(text) && !text.Any(char.IsControl) && !HasLoneSurrogate(text))
        );
        if (headers._texts.Count > 0)
        {
            response.Headers.Warning = new StringValues([.. headers.Limit().Select(Format)]);
        }
    }

    /// <summary>Returns all texts if they fit; otherwise their starts, until the limit is reached.</summary>
    private IEnumerable<string> Limit()
    {
        if (_texts.Sum(CountRunes) <= MaximumRunes)
        {
            return _texts;
        }

        var written = 0;
        return _texts
            .Select(Truncate)
            .TakeWhile(text =>
            {
                var fits = written < MaximumRunes;
                written += CountRunes(text);
                return fits;
            });
    }

    private static string Truncate(string text) =>
        CountRunes(text) <= MaximumRunesOfTruncated ? text : string.Concat(text.EnumerateRunes().Take(MaximumRunesOfTruncated));

    private static int CountRunes(string text) => text.EnumerateRunes().Count();

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Format(string text) =>
        $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
