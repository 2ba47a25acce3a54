"""Words that tell a woman or a man: titles, offices and kin; and given names, a last resort for "she" and "he"."""

from __future__ import annotations

__all__ = ["MENS_NAMES", "MENS_WORDS", "WOMENS_NAMES", "WOMENS_WORDS"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


WOMENS_WORDS = _set("""
spokeswoman queen princess congresswoman chairwoman lady mrs ms miss madam
sister mother wife widow daughter aunt niece woman
""")
"""Titles, offices and kin, in small letters."""

MENS_WORDS = _set("""
spokesman king prince congressman chairman sir lord mr
brother father sheikh imam husband widower son uncle nephew man
""")
"""Titles, offices and kin, in small letters."""

WOMENS_NAMES = _set("""
Agnieszka Aicha Aisha Amelia Amina Amira Amy Amélie Ana Anastasia Angela Angelina Anita Anna Anne Antonia Aoife Arlene
Asha Asma Astrid Ayesha Aylin Barbara Beata Beatrice Beatriz Bella Benazir Birgit Brenda Brigitte Camila Carly Carmen
Carol Caroline Catherine Cecilia Charlotte Chiara Christina Christine Claire Clara Claudia Condoleezza Corazon
Cristina Dalia Daniela Debbie Deborah Diana Dina Dolores Donna Dragana Ekaterina Elaine Elena Elif Elisabeth Eliza
Elizabeth Ella Ellen Emily Emma Epsy Erna Esther Eva Evelyn Ewa Farah Farkhunda Fatima Fatma Fatou Fawzia Fiona
Florence Folake Fouzia Frances Francesca Gabriela Gabrielle Galina Giulia Gladys Gloria Grace Grainne Graça Greta
Gráinne Guadalupe Gül Habiba Hafsa Halyna Hanan Hanna Hannah Harriet Heather Heidi Helen Helena Hillary Hina Huda
Ingrid Irena Irina Isabel Isabelle Ivana Ivanka Jacinda Jacqueline Jana Jane Janet Jelena Jen Jennifer Jessica Jill
Joan Joanna Josephine Joyce Judith Julia Juliana Julie Kaja Karen Katarina Katarzyna Kate Katharina Katherine Kathleen
Kellyanne Kersti Kirsten Kristen Laila Laura Layla Leila Lena Leticia Leyla Lina Linda Lisa Loida Lucia Lucy Ludmila
Luisa Lyudmila Maeve Mairead Malalai Maria Mariam Mariana Marie Marina Marise Marta Martha Mary Maryam María Megan
Meghan Mehwish Melania Mercy Mette Mia Michelle Milena Mina Mira Miriam Molly Mona Monica Nadia Nancy Naomi Natalia
Natasha Niamh Nicole Nigar Nikki Nina Nkosazana Noor Nooria Nora Nour Nurul Nusrat Oksana Olga Olivia Ophelia Paula
Pauline Penny Petra Priya Rachel Rania Rebecca Reem Rigoberta Rosa Rosalie Rose Rosemary Ruth Sabina Sabine Sadia
Safia Sahle Sally Salma Samira Sandra Sanna Sara Sarah Shabana Sheikha Shireen Shirin Shukria Silvia Sima Sinead
Siobhan Sofia Soledad Sonia Sophie Stella Stephanie Susan Svetlana Sylvia Tamara Tanya Tarja Tatiana Teresa Teresita
Theresa Umm Ursula Valentina Valeria Vanessa Vera Veronica Victoria Viktoria Virginia Wafa Wanjiru Winnie Yasmin
Yolanda Yulia Yvonne Zahra Zainab Zeynep Zoe Zuzana
""")
"""Given names of women that hardly any man has."""

MENS_NAMES = _set("""
Abdul Abdulla Abdullah Abdulrahman Abel Abiy Abraham Adam Adrian Ahmad Ahmed Alan Albert Alberto Aleksandr Alessandro
Alexander Alfred Ali Amadou Amir Anders Andreas Andrei Andrew Andrii Andrés Anthony Anton Antonio Arjun Armen Arthur
Artur Ashraf Asif Aung Babak Ban Barack Barnabas Bashar Bassam Benigno Benjamin Bernard Bernie Bilal Bill Billy Björn
Bob Bobby Boris Boubacar Brad Brent Brian Bruno Bülent Carl Carlos Chad Charles Christian Christopher Chuck Clint
Colin Craig Cyril Dan Daniel Daoud Datu Dave David Declan Deepak Denis Dennis Derek Diego Dmitri Dmitry Dominic Don
Donald Doug Douglas Eamon Ed Edgar Eduardo Edward Edwin Elias Emeka Emil Emmanuel Emmerson Enrique Erdal Eric Erik
Ernesto Eugene Faisal Farid Fernando Francis Francisco Frank Franz Fred Frederick Gabriel Gareth Gary Gavin Geoff
George Gerald Gerard Gerry Giovanni Glenn Gordon Gotabaya Graham Greg Gregory Guillermo Gustavo Habib Hamdullah Hamid
Hans Harald Harold Harry Hasan Hassan Hector Heinrich Henrik Henry Hernán Hugo Hussein Ian Ibrahim Idris Ignacio Igor
Ihor Ilya Imran Imre Isaac Ismail Ivan Jack Jacob Jacques Jake Jamal James Jan Jason Javier Jean Jeff Jeffrey Jeremy
Jerome Jerry Jesús Jim Jimmy Joachim Joe Joel Johan Johannes John Jonas Jonathan Jorge Jose Joseph Josh Joshua José
Juan Julian Julius Jürgen Kamal Kamran Karim Karl Keith Ken Kenneth Kenny Kev Kevin Khalid Klaus Kofi Konstantin Kwame
Kyaw Larry Lars Laurent Lawrence Lech Leo Leon Leonard Liam Louis Luc Lucas Luis Luke Mahinda Mahmoud Mahmud Malik
Manmohan Manuel Marc Marcel Marco Marcos Mario Mark Martin Marwan Mateo Matthew Matthias Maurice Max Mehmet Michael
Michel Miguel Mike Mikhail Miroslav Mitch Mitt Mohamed Mohammad Mohammed Moses Muhammad Murat Mustafa Nabil Narendra
Nathan Nawaz Neil Nicholas Nick Nicolas Niels Nigel Nikolai Norbert Oleg Oleh Oliver Olivier Omar Oscar Osman Otto
Ousmane Pablo Patrick Paul Paulo Pavel Pedro Per Pervez Peter Petr Petro Phil Philip Philippe Pierre Pieter Piotr
Rafael Rahul Rajesh Ralph Ramon Randy Rashid Ray Raymond Raúl Rex Ricardo Rich Richard Rick Robert Roberto Rod Rodrigo
Roger Roland Roman Ron Ronald Ross Roy Ruben Rudolf Rustam Sadiq Saeed Salah Salim Samuel Sanjay Santiago Sardar Saïd
Scott Seamus Sean Sergei Sergey Sergio Shehbaz Shinzo Simon Stan Stanislav Stefan Stephen Steve Steven Stuart Sven
Tariq Ted Terence Thabo Thein Theodore Thomas Tim Timothy Tobias Todd Tom Tomas Tomás Tony Uhuru Umar Vadim Viktor
Vincent Vladimir Volodymyr Wade Walter Wayne Werner Wilhelm William Wolfgang Yahya Yasser Yaw Yuri Yusuf Zaid Zalmay
Zbigniew Ángel
""")
"""Given names of men that hardly any woman has."""
