namespace Infra.Engine.Programs.Building;

/// <summary>Receives the progress of a build.</summary>
/// <param name="Building">Called with the project file before a build.</param>
/// <param name="Waiting">Called with the folder of a project that another build has held for some seconds.</param>
internal sealed record BuildListener(Action<string> Building, Action<string> Waiting);
