"""What services on the web say about works: asked politely, kept, and never needed to build."""
