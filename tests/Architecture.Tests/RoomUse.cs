namespace Architecture.Tests;

/// <summary>One place where a source file names something of a room.</summary>
/// <param name="File">The source file, relative to the root.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Name">The type or namespace that is named.</param>
/// <param name="Room">The room that declares it.</param>
internal sealed record RoomUse(string File, int Line, string Name, string Room);
