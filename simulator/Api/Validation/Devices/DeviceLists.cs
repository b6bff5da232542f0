namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Checks of lists.</summary>
internal static class DeviceLists
{
    /// <summary>Checks the size of a list; returns whether its items are to be checked.</summary>
    public static bool CheckSize(int count, int maximum, string path, FieldErrors errors)
    {
        if (count <= maximum)
        {
            return true;
        }

        errors.Add(FieldError.TooMany(path, count, maximum));
        return false;
    }

    /// <summary>Adds an error for each item that occurred before.</summary>
    public static void CheckUnique(IEnumerable<string> keys, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, key) in keys.Index())
        {
            if (!seen.Add(key))
            {
                errors.Duplicate($"{path}[{index}]", key);
            }
        }
    }
}
