using System.Globalization;

namespace Infra.Backend.Settings.Values;

/// <summary>A user of a container.</summary>
/// <param name="Number">The user ID; null for the image's own user.</param>
internal readonly record struct UserId(int? Number)
{
    private const string Image = "image";

    public static bool TryParse(string text, out UserId user)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        user = new UserId(isNumber ? number : null);
        return isNumber || text == Image;
    }

    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Image;
}
