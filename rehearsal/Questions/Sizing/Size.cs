using System.Globalization;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>What a size is of.</summary>
public enum SizeKind
{
    /// <summary>The pods of a service without an autoscaler.</summary>
    Replicas,

    /// <summary>The fewest pods of an autoscaler.</summary>
    Min,

    /// <summary>The most pods of an autoscaler.</summary>
    Max,

    /// <summary>The cores that a pod requests.</summary>
    CpuRequest,

    /// <summary>The cores that a pod may use.</summary>
    CpuLimit,

    /// <summary>The bytes of memory that a pod requests.</summary>
    MemoryRequest,

    /// <summary>The bytes of memory that a pod may use.</summary>
    MemoryLimit,
}

/// <summary>A size of a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Kind">What it is of.</param>
/// <param name="Value">Pods, cores or bytes.</param>
public sealed record Size(string Service, SizeKind Kind, double Value)
{
    private const double MilliCore = 0.001;
    private const double Mebibyte = 1024 * 1024;
    private const double CpuStep = 10 * MilliCore;
    private const double MemoryStep = 16 * Mebibyte;

    /// <summary>Whether it is a number of pods.</summary>
    public bool IsCount => Kind is SizeKind.Replicas or SizeKind.Min or SizeKind.Max;

    /// <summary>The path of the setting, from the service on.</summary>
    public IReadOnlyList<string> Path =>
        Kind switch
        {
            SizeKind.Replicas => ["replicas"],
            SizeKind.Min => ["scaling", "min"],
            SizeKind.Max => ["scaling", "max"],
            SizeKind.CpuRequest => ["resources", "requests", "cpu"],
            SizeKind.CpuLimit => ["resources", "limits", "cpu"],
            SizeKind.MemoryRequest => ["resources", "requests", "memory"],
            _ => ["resources", "limits", "memory"],
        };

    /// <summary>The value as it is written.</summary>
    public string Text =>
        Kind switch
        {
            SizeKind.CpuRequest or SizeKind.CpuLimit => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(Value / MilliCore)}m"),
            SizeKind.MemoryRequest or SizeKind.MemoryLimit => string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Ceiling(Value / Mebibyte)}Mi"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Value}"),
        };

    /// <summary>Another value, up to the next that is worth writing: whole pods, 10m, 16Mi.</summary>
    public Size With(double value)
    {
        var step =
            IsCount ? 1
            : Kind is SizeKind.CpuRequest or SizeKind.CpuLimit ? CpuStep
            : MemoryStep;
        return this with { Value = Math.Max(1, Math.Ceiling(Math.Round(value / step, 6))) * step };
    }
}
