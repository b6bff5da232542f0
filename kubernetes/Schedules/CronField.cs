using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes.Schedules;

/// <summary>
/// One of the five fields of a cron schedule. It accepts <c>*</c>, numbers, ranges, steps, lists, and the names of months and weekdays.
/// </summary>
/// <param name="Name">The field's name for messages.</param>
/// <param name="Minimum">The smallest number.</param>
/// <param name="Maximum">The largest number.</param>
/// <param name="Names">The English names of the numbers from <paramref name="Minimum"/> on, in lower case; empty for most fields.</param>
public sealed record CronField(string Name, int Minimum, int Maximum, IReadOnlyList<string> Names)
{
    /// <summary>Minutes of the hour, 0 to 59.</summary>
    public static CronField Minute { get; } = new("minute", 0, 59, []);

    /// <summary>Hours of the day, 0 to 23.</summary>
    public static CronField Hour { get; } = new("hour", 0, 23, []);

    /// <summary>Days of the month, 1 to 31.</summary>
    public static CronField DayOfMonth { get; } = new("day of month", 1, 31, []);

    /// <summary>Months, 1 to 12 or jan to dec.</summary>
    public static CronField Month { get; } =
        new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    /// <summary>Days of the week, 0 (Sunday) to 6 or sun to sat. 7 is not Sunday.</summary>
    public static CronField DayOfWeek { get; } = new("day of week", 0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    /// <summary>The fields in the order of a schedule.</summary>
    public static IReadOnlyList<CronField> All { get; } = [Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>Parses a field.</summary>
    /// <exception cref="FormatException">The text is not such a field; the message says why.</exception>
    public CronNumbers Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = default(CronNumbers);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            numbers |= ParsePart(part);
        }

        return numbers;
    }

    private CronNumbers ParsePart(string part)
    {
        var range = part.Split('/');
        var bounds = range[0].Split('-');
        var isStar = bounds[0] is "*" or "?";
        if (!isStar && bounds.Length > 2)
        {
            throw new FormatException($"too many hyphens: {part}");
        }

        if (range.Length > 2)
        {
            throw new FormatException($"too many slashes: {part}");
        }

        var from = isStar ? Minimum : ParseNumber(bounds[0]);
        var to =
            isStar ? Maximum
            : bounds.Length == 2 ? ParseNumber(bounds[1])
            : from;
        var step = range.Length == 2 ? ParseInteger(range[1]) : 1;
        if (range.Length == 2 && bounds.Length == 1)
        {
            to = Maximum;
        }

        var problem =
            from < Minimum ? $"beginning of range ({from}) below minimum ({Minimum}): {part}"
            : to > Maximum ? $"end of range ({to}) above maximum ({Maximum}): {part}"
            : from > to ? $"beginning of range ({from}) beyond end of range ({to}): {part}"
            : step == 0 ? $"step of range should be a positive number: {part}"
            : null;
        return problem is null ? CronNumbers.Create(from, to, step, isStar && step == 1) : throw new FormatException(problem);
    }

    private int ParseNumber(string text)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return Minimum + i;
            }
        }

        return ParseInteger(text);
    }

    private static int ParseInteger(string text) =>
        !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? throw new FormatException($"failed to parse int from {text}")
        : number < 0 ? throw new FormatException($"negative number ({number}) not allowed: {text}")
        : number;
}

/// <summary>The set of numbers that a field of a cron schedule matches.</summary>
public readonly record struct CronNumbers
{
    private readonly ulong _bits;

    private CronNumbers(ulong bits, bool isUnrestricted) => (_bits, IsUnrestricted) = (bits, isUnrestricted);

    /// <summary>
    /// Whether the field is, or contains, a <c>*</c> or <c>?</c> without a step. If neither field of days is, a day has to match only one.
    /// </summary>
    public bool IsUnrestricted { get; }

    /// <summary>Whether the set is empty, so that the schedule never fires: a field of only commas.</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>Whether the set contains a number.</summary>
    public bool Contains(int number) => (_bits & (1UL << number)) != 0;

    /// <summary>The union.</summary>
    public static CronNumbers operator |(CronNumbers left, CronNumbers right) => left.BitwiseOr(right);

    /// <summary>The union.</summary>
    public CronNumbers BitwiseOr(CronNumbers other) => new(_bits | other._bits, IsUnrestricted || other.IsUnrestricted);

    /// <summary>The numbers in ascending order.</summary>
    public IEnumerable<int> Enumerate()
    {
        for (var bits = _bits; bits != 0; bits &= bits - 1)
        {
            yield return BitOperations.TrailingZeroCount(bits);
        }
    }

    internal static CronNumbers Create(int from, int to, int step, bool isUnrestricted)
    {
        var bits = 0UL;
        for (var number = (long)from; number <= to; number += step)
        {
            bits |= 1UL << (int)number;
        }

        return new CronNumbers(bits, isUnrestricted);
    }
}
